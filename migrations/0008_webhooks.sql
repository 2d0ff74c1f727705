CREATE TABLE `webhook_deliveries` (
	`id` text PRIMARY KEY DEFAULT ('whd_' || printf('%012X', cast(unixepoch('subsec') * 1000 as integer)) || hex(randomblob(7))) NOT NULL,
	`webhook_id` text NOT NULL,
	`event_id` text NOT NULL,
	`state` text NOT NULL,
	`tries` integer DEFAULT 0 NOT NULL,
	`next_at` integer NOT NULL,
	`last_tried_at` integer,
	`status` integer,
	`duration_ms` integer,
	`error` text,
	`answer` text,
	FOREIGN KEY (`webhook_id`) REFERENCES `webhooks`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`event_id`) REFERENCES `webhook_events`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `webhook_deliveries_by_webhook` ON `webhook_deliveries` (`webhook_id`,`id`);--> statement-breakpoint
CREATE INDEX `webhook_deliveries_by_state` ON `webhook_deliveries` (`webhook_id`,`state`,`next_at`);--> statement-breakpoint
CREATE INDEX `webhook_deliveries_due` ON `webhook_deliveries` (`next_at`) WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX `webhook_deliveries_by_event` ON `webhook_deliveries` (`event_id`);--> statement-breakpoint
CREATE TABLE `webhook_events` (
	`id` text PRIMARY KEY DEFAULT ('evt_' || printf('%012X', cast(unixepoch('subsec') * 1000 as integer)) || hex(randomblob(7))) NOT NULL,
	`space_id` text NOT NULL,
	`type` text NOT NULL,
	`file_id` text,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `webhook_events_by_age` ON `webhook_events` (`at`);--> statement-breakpoint
CREATE TABLE `webhooks` (
	`id` text PRIMARY KEY NOT NULL,
	`space_id` text NOT NULL,
	`url` text NOT NULL,
	`description` text NOT NULL,
	`events` text NOT NULL,
	`sealed_secret` text NOT NULL,
	`created_at` integer NOT NULL,
	`paused_at` integer,
	`pause_reason` text,
	`failing_since` integer,
	FOREIGN KEY (`space_id`) REFERENCES `spaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `webhooks_by_space` ON `webhooks` (`space_id`,`created_at`);
--> statement-breakpoint
CREATE TRIGGER `webhook_event_of_change` AFTER INSERT ON `changes`
WHEN new.`kind` IN ('file.created', 'file.trashed') AND EXISTS (
	SELECT 1 FROM `webhooks` WHERE `space_id` = new.`space_id` AND `paused_at` IS NULL
		AND (instr(`events`, ',' || new.`kind` || ',') > 0
			OR (new.`kind` = 'file.created' AND instr(`events`, ',file.ready,') > 0)))
BEGIN
	INSERT INTO `webhook_events` (`space_id`, `type`, `file_id`, `at`)
		VALUES (new.`space_id`, new.`kind`, new.`file_id`, new.`at`);
	INSERT INTO `webhook_events` (`space_id`, `type`, `file_id`, `at`)
		SELECT new.`space_id`, 'file.ready', `id`, new.`at` FROM `files`
		WHERE `id` = new.`file_id` AND new.`kind` = 'file.created' AND `preview` <> 'pending';
END;
--> statement-breakpoint
CREATE TRIGGER `webhook_event_of_preview` AFTER UPDATE OF `preview` ON `files`
WHEN old.`preview` = 'pending' AND new.`preview` <> 'pending' AND EXISTS (
	SELECT 1 FROM `webhooks` WHERE `space_id` = new.`space_id` AND `paused_at` IS NULL
		AND instr(`events`, iif(new.`preview` = 'ready', ',file.ready,', ',file.failed,')) > 0)
BEGIN
	INSERT INTO `webhook_events` (`space_id`, `type`, `file_id`, `at`)
		VALUES (new.`space_id`, iif(new.`preview` = 'ready', 'file.ready', 'file.failed'), new.`id`,
			cast(unixepoch('subsec') * 1000 AS integer));
END;
--> statement-breakpoint
CREATE TRIGGER `webhook_delivery_of_event` AFTER INSERT ON `webhook_events`
BEGIN
	INSERT INTO `webhook_deliveries` (`webhook_id`, `event_id`, `state`, `next_at`)
		SELECT `id`, new.`id`, 'queued', new.`at` FROM `webhooks`
		WHERE `space_id` = new.`space_id` AND `paused_at` IS NULL
			AND instr(`events`, ',' || new.`type` || ',') > 0;
END;
