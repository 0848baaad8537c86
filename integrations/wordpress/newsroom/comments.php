<?php
/**
 * The comments of one post: Newsroom's element, and inside it the same as plain HTML.
 *
 * @package newsroom
 */

if ( ! defined( 'ABSPATH' ) || post_password_required() ) {
	return;
}
$newsroom_post = get_the_ID();
?>
<div id="comments" class="comments-area">
<newsroom-comments article="<?php echo esc_attr( $newsroom_post ); ?>">
<?php
// Made and sanitised by the Newsroom that the administrator named.
echo newsroom_thread_html( $newsroom_post ); // phpcs:ignore WordPress.Security.EscapeOutput
?>
</newsroom-comments>
</div>
