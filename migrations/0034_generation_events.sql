ALTER TABLE `webhook_events` ADD `generation_id` text;
--> statement-breakpoint
CREATE TRIGGER `webhook_event_of_generation` AFTER UPDATE OF `state` ON `generations`
WHEN new.`state` = 'done' AND old.`state` <> 'done' AND EXISTS (
	SELECT 1 FROM `webhooks`
	WHERE `space_id` = new.`space_id`
		AND `paused_at` IS NULL AND instr(`events`, ',generation.ready,') > 0)
BEGIN
	INSERT INTO `webhook_events` (`space_id`, `type`, `generation_id`, `at`)
		VALUES (new.`space_id`, 'generation.ready', new.`id`, new.`ended_at`);
END;
