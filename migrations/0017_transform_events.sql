-- A picture that was made of another is an event for the webhooks of its space.
CREATE TRIGGER `webhook_event_of_transform` AFTER INSERT ON `transforms`
WHEN EXISTS (
	SELECT 1 FROM `webhooks`
	WHERE `space_id` = (SELECT `space_id` FROM `files` WHERE `id` = new.`file_id`)
		AND `paused_at` IS NULL AND instr(`events`, ',transform.ready,') > 0)
BEGIN
	INSERT INTO `webhook_events` (`space_id`, `type`, `file_id`, `at`)
		SELECT `space_id`, 'transform.ready', `id`, new.`created_at` FROM `files`
		WHERE `id` = new.`file_id`;
END;
