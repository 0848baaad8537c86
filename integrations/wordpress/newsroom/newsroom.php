<?php
/**
 * Plugin Name: Newsroom
 * Description: Comments and the way onward from your own Newsroom server, in place of WordPress's comments. Tells it of every post.
 * Version: 1.0.0
 * Requires at least: 6.0
 * Requires PHP: 7.4
 * License: BSD-3-Clause
 *
 * @package newsroom
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

const NEWSROOM_OPTIONS = array(
	'url'  => 'Address of your Newsroom, such as https://comments.daily.example',
	'site' => 'Key of the site in Newsroom',
	'key'  => 'Site key, as create_site printed it',
);

/** One setting; '' where it is not set. */
function newsroom_option( $name ) {
	return trim( (string) get_option( "newsroom_$name", '' ) );
}

/** Whether the widgets can be shown: without both the theme's own comments stay. */
function newsroom_is_set_up() {
	return '' !== newsroom_option( 'url' ) && '' !== newsroom_option( 'site' );
}

function newsroom_url( $path ) {
	return rtrim( newsroom_option( 'url' ), '/' ) . $path;
}

function newsroom_api( $path ) {
	return newsroom_url( '/api/v1/sites/' . rawurlencode( newsroom_option( 'site' ) ) . $path );
}

// --- What readers see --------------------------------------------------------------------------

/** The script, once a page, on single posts and on lists (whose links carry counts). */
function newsroom_script() {
	if ( newsroom_is_set_up() ) {
		printf(
			'<script async src="%s" data-site="%s"></script>' . "\n",
			esc_url( newsroom_url( '/embed/v1.js' ) ),
			esc_attr( newsroom_option( 'site' ) )
		);
	}
}
add_action( 'wp_head', 'newsroom_script' );

/** Our template in place of the theme's. */
function newsroom_comments_template( $theirs ) {
	return newsroom_is_set_up() ? __DIR__ . '/comments.php' : $theirs;
}
add_filter( 'comments_template', 'newsroom_comments_template', 100 );

/**
 * The conversation as HTML, for readers without JavaScript and for search engines. Kept for half a
 * minute, so that a busy page asks once; a Newsroom that does not answer costs nobody more than a second.
 */
function newsroom_thread_html( $post_id ) {
	$name = "newsroom_html_$post_id";
	$html = get_transient( $name );
	if ( false === $html ) {
		$query  = http_build_query( array( 'article' => $post_id, 'fragment' => 1 ) );
		$answer = wp_remote_get( newsroom_url( '/sites/' . rawurlencode( newsroom_option( 'site' ) ) . "/comments?$query" ), array( 'timeout' => 1 ) );
		$html   = 200 === wp_remote_retrieve_response_code( $answer ) ? wp_remote_retrieve_body( $answer ) : '';
		set_transient( $name, $html, 30 );
	}
	return $html;
}

/** [newsroom-related], [newsroom-navigation], [newsroom-section] and [newsroom-latest] in a post or a theme. */
function newsroom_shortcode( $_attributes, $_content, $tag ) {
	$article = 'newsroom-latest' === $tag ? '' : sprintf( ' article="%s"', esc_attr( get_the_ID() ) );
	return newsroom_is_set_up() ? "<$tag$article></$tag>" : '';
}
foreach ( array( 'related', 'navigation', 'section', 'latest' ) as $newsroom_element ) {
	add_shortcode( "newsroom-$newsroom_element", 'newsroom_shortcode' );
}

// --- What Newsroom is told ---------------------------------------------------------------------

/** A post as Newsroom's API takes an article. */
function newsroom_article( $post ) {
	$sections = get_the_category( $post->ID );
	$tags     = get_the_tags( $post->ID );
	$picture  = get_post_thumbnail_id( $post->ID );
	$source   = $picture ? wp_get_attachment_image_src( $picture, 'large' ) : false;
	$states   = array(
		'publish' => 'published',
		'future'  => 'scheduled',
		'trash'   => 'withdrawn',
	);
	$article  = array(
		'url'          => get_permalink( $post ),
		'title'        => wp_strip_all_tags( $post->post_title ),
		'summary'      => wp_strip_all_tags( $post->post_excerpt ),
		'body'         => $post->post_content,
		'tags'         => $tags ? wp_list_pluck( $tags, 'name' ) : array(),
		'authors'      => array( get_the_author_meta( 'display_name', $post->post_author ) ),
		'language'     => strtolower( str_replace( '_', '-', get_locale() ) ),
		'published_at' => get_post_time( 'c', true, $post ),
		'status'       => isset( $states[ $post->post_status ] ) ? $states[ $post->post_status ] : 'draft',
	);
	if ( $sections ) {
		$article['section'] = $sections[0]->name;
	}
	if ( $source ) {
		$article['image'] = array(
			'url'     => $source[0],
			'width'   => $source[1],
			'height'  => $source[2],
			'caption' => (string) wp_get_attachment_caption( $picture ),
		);
	}
	return $article;
}

/** Tell Newsroom without making the editor wait for it. */
function newsroom_send( $method, $path, $body = null, $blocking = false ) {
	if ( ! newsroom_is_set_up() || '' === newsroom_option( 'key' ) ) {
		return null;
	}
	return wp_remote_request(
		newsroom_api( $path ),
		array(
			'method'   => $method,
			'headers'  => array(
				'Authorization' => 'Bearer ' . newsroom_option( 'key' ),
				'Content-Type'  => 'application/json',
			),
			'body'     => null === $body ? null : wp_json_encode( $body ),
			'blocking' => $blocking,
			'timeout'  => $blocking ? 20 : 2,
		)
	);
}

/** After every change of a post, whatever its state: a draft that was public must go. */
function newsroom_push( $post_id, $post ) {
	if ( 'post' !== $post->post_type || 'auto-draft' === $post->post_status || wp_is_post_revision( $post_id ) ) {
		return;
	}
	newsroom_send( 'PUT', "/articles/$post_id", newsroom_article( $post ) );
}
add_action( 'save_post', 'newsroom_push', 20, 2 );

function newsroom_forget( $post_id ) {
	if ( 'post' === get_post_type( $post_id ) ) {
		newsroom_send( 'DELETE', "/articles/$post_id" );
	}
}
add_action( 'before_delete_post', 'newsroom_forget' );

/** `wp newsroom push`: every post, in batches; the comments follow by `wp export` and `import_comments`. */
function newsroom_push_all() {
	for ( $page = 1; ; $page++ ) {
		$posts = get_posts(
			array(
				'post_status'    => 'publish',
				'posts_per_page' => 100,
				'paged'          => $page,
				'orderby'        => 'ID',
				'order'          => 'ASC',
			)
		);
		if ( ! $posts ) {
			return;
		}
		$articles = array();
		foreach ( $posts as $post ) {
			$articles[] = array( 'id' => (string) $post->ID ) + newsroom_article( $post );
		}
		$answer = newsroom_send( 'POST', '/articles', array( 'articles' => $articles ), true );
		if ( null === $answer ) {
			WP_CLI::error( 'Fill in Settings → Newsroom first.' );
		}
		$status = wp_remote_retrieve_response_code( $answer );
		if ( $status < 200 || $status > 299 ) {
			WP_CLI::error( "Newsroom answered $status: " . wp_remote_retrieve_body( $answer ) );
		}
		WP_CLI::log( count( $posts ) . ' posts pushed' );
	}
}
if ( defined( 'WP_CLI' ) && WP_CLI ) {
	WP_CLI::add_command( 'newsroom push', 'newsroom_push_all' );
}

// --- Settings ----------------------------------------------------------------------------------

function newsroom_settings_menu() {
	add_options_page( 'Newsroom', 'Newsroom', 'manage_options', 'newsroom', 'newsroom_settings_page' );
}
add_action( 'admin_menu', 'newsroom_settings_menu' );

function newsroom_register_settings() {
	foreach ( NEWSROOM_OPTIONS as $name => $_label ) {
		register_setting( 'newsroom', "newsroom_$name", array( 'sanitize_callback' => 'url' === $name ? 'esc_url_raw' : 'sanitize_text_field' ) );
	}
}
add_action( 'admin_init', 'newsroom_register_settings' );

function newsroom_settings_page() {
	echo '<div class="wrap"><h1>Newsroom</h1><form method="post" action="options.php">';
	settings_fields( 'newsroom' );
	foreach ( NEWSROOM_OPTIONS as $name => $label ) {
		printf(
			'<p><label for="newsroom_%1$s">%2$s</label><br><input class="regular-text" id="newsroom_%1$s" name="newsroom_%1$s" type="%3$s" value="%4$s"></p>',
			esc_attr( $name ),
			esc_html( $label ),
			'key' === $name ? 'password' : 'text',
			esc_attr( newsroom_option( $name ) )
		);
	}
	submit_button();
	echo '</form><p>Push what is already published with <code>wp newsroom push</code>; bring its comments along with <code>wp export</code> and Newsroom&#8217;s <code>import_comments</code>.</p></div>';
}
