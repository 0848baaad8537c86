<?php
/** As much of WordPress as the plugin touches. Prints what the plugin showed and asked for, as JSON. */

define( 'ABSPATH', '/' );
define( 'WP_CLI', true );
error_reporting( E_ALL );
set_error_handler( function ( $_no, $text, $file, $line ) { throw new ErrorException( $text, 0, 1, $file, $line ); } );

$options = json_decode( $argv[2], true );
$hooks = array( 'action' => array(), 'filter' => array() );
$shortcodes = $requests = $transients = $commands = array();

function add_action( $name, $call ) { $GLOBALS['hooks']['action'][ $name ] = $call; }
function add_filter( $name, $call ) { $GLOBALS['hooks']['filter'][ $name ] = $call; }
function add_shortcode( $name, $call ) { $GLOBALS['shortcodes'][ $name ] = $call; }
function get_option( $name, $default ) { return $GLOBALS['options'][ $name ] ?? $default; }
function esc_attr( $text ) { return htmlspecialchars( (string) $text, ENT_QUOTES ); }
function esc_html( $text ) { return esc_attr( $text ); }
function esc_url( $url ) { return preg_match( '#^https?://#', $url ) ? esc_attr( $url ) : ''; }
function get_the_ID() { return 42; }
function get_transient( $name ) { return $GLOBALS['transients'][ $name ] ?? false; }
function set_transient( $name, $value ) { $GLOBALS['transients'][ $name ] = $value; }
function wp_remote_get( $url, $how ) { return wp_remote_request( $url, $how + array( 'method' => 'GET' ) ); }
function wp_remote_request( $url, $how ) {
	$GLOBALS['requests'][] = array( 'url' => $url ) + $how;
	return array( 'status' => $GLOBALS['options']['status'] ?? 200, 'body' => '<p>Server HTML</p>' );
}
function wp_remote_retrieve_response_code( $answer ) { return $answer['status']; }
function wp_remote_retrieve_body( $answer ) { return $answer['body']; }
function wp_json_encode( $value ) { return json_encode( $value ); }
function wp_strip_all_tags( $text ) { return strip_tags( $text ); }
function wp_list_pluck( $rows, $name ) { return array_map( function ( $row ) use ( $name ) { return $row->$name; }, $rows ); }
function get_the_category() { return array( (object) array( 'name' => 'City' ) ); }
function get_the_tags() { return array( (object) array( 'name' => 'tram' ) ); }
function get_post_thumbnail_id() { return 7; }
function wp_get_attachment_image_src() { return array( 'https://www.daily.example/a.jpg', 1200, 675, false ); }
function wp_get_attachment_caption() { return 'The harbour'; }
function get_permalink() { return 'https://www.daily.example/tram/'; }
function get_the_author_meta() { return 'Ada Moreau'; }
function get_locale() { return 'de_DE'; }
function get_post_time() { return '2026-01-01T09:00:00+00:00'; }
function get_post_type() { return 'post'; }
function wp_is_post_revision() { return false; }
function post_password_required() { return false; }
function get_posts( $how ) { return 1 === $how['paged'] ? array( a_post( 'publish' ) ) : array(); }
function a_post( $status ) {
	return (object) array( 'ID' => 42, 'post_type' => 'post', 'post_status' => $status, 'post_author' => 1,
		'post_title' => 'A tram <b>for</b> all', 'post_excerpt' => '', 'post_content' => '<p>Words</p>' );
}
class WP_CLI {
	public static function add_command( $name, $call ) { $GLOBALS['commands'][ $name ] = $call; }
	public static function log( $text ) { echo ''; }
	public static function error( $text ) { throw new RuntimeException( $text ); }
}

require $argv[1] . '/newsroom.php';
ob_start();
$hooks['action']['wp_head']();
$head = ob_get_clean();
$template = $hooks['filter']['comments_template']( '/theme/comments.php' );
$shown = '';
for ( $times = 0; $times < 2 && '/theme/comments.php' !== $template; $times++ ) {
	ob_start();
	require $template;
	$shown = ob_get_clean();
}
$hooks['action']['save_post']( 42, a_post( $options['post_status'] ?? 'publish' ) );
$hooks['action']['before_delete_post']( 42 );
$error = '';
try {
	$commands['newsroom push']();
} catch ( RuntimeException $thrown ) {
	$error = $thrown->getMessage();
}
$short = $shortcodes['newsroom-related']( array(), '', 'newsroom-related' ) . $shortcodes['newsroom-latest']( array(), '', 'newsroom-latest' );
echo json_encode( compact( 'head', 'template', 'shown', 'requests', 'short', 'error' ) );
