CREATE TABLE `label_queue` (
	`file_id` text PRIMARY KEY NOT NULL,
	`space_id` text NOT NULL,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `label_queue_by_space` ON `label_queue` (`space_id`,`file_id`);--> statement-breakpoint
CREATE TABLE `label_runs` (
	`space_id` text PRIMARY KEY NOT NULL,
	`after` text DEFAULT '' NOT NULL,
	`started_at` integer NOT NULL,
	FOREIGN KEY (`space_id`) REFERENCES `spaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `label_sets` (
	`space_id` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`changes` text NOT NULL,
	`updated_at` integer NOT NULL,
	`updated_by` text NOT NULL,
	FOREIGN KEY (`space_id`) REFERENCES `spaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `label_vectors` (
	`space_id` text NOT NULL,
	`model` text NOT NULL,
	`text` text NOT NULL,
	`vector` blob NOT NULL,
	PRIMARY KEY(`space_id`, `model`, `text`)
);
--> statement-breakpoint
CREATE TABLE `removed_tags` (
	`file_id` text NOT NULL,
	`label` text NOT NULL,
	`space_id` text NOT NULL,
	`was` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`file_id`, `label`),
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `removed_tags_by_label` ON `removed_tags` (`space_id`,`label`,`file_id`);--> statement-breakpoint
CREATE TABLE `tag_aliases` (
	`space_id` text NOT NULL,
	`label` text NOT NULL,
	`target` text,
	`at` integer NOT NULL,
	`done_at` integer,
	PRIMARY KEY(`space_id`, `label`),
	FOREIGN KEY (`space_id`) REFERENCES `spaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `tag_aliases_by_target` ON `tag_aliases` (`space_id`,`target`);--> statement-breakpoint
CREATE INDEX `tag_aliases_not_done` ON `tag_aliases` (`space_id`,`at`) WHERE done_at is null;--> statement-breakpoint
ALTER TABLE `tag_counts` ADD `by_hand` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `tag_counts_by_files` ON `tag_counts` (`space_id`,`files`,`label`);--> statement-breakpoint
ALTER TABLE `tagged_files` ADD `is_by_hand` integer DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE `tagged_files` SET `is_by_hand` = 1
	WHERE EXISTS (SELECT 1 FROM `file_tags` WHERE `file_id` = `tagged_files`.`file_id`
		AND `engine` = 'hand' AND `label` = `tagged_files`.`label`);
--> statement-breakpoint
UPDATE `tag_counts` SET `by_hand` = (SELECT sum(`is_by_hand`) FROM `tagged_files`
	WHERE `space_id` = `tag_counts`.`space_id` AND `label` = `tag_counts`.`label`);
--> statement-breakpoint
DROP TRIGGER `tagged_file_added`;
--> statement-breakpoint
CREATE TRIGGER `tagged_file_added` AFTER INSERT ON `tagged_files`
BEGIN
	INSERT INTO `tag_counts` (`space_id`, `label`, `files`, `by_hand`)
		VALUES (new.`space_id`, new.`label`, 1, new.`is_by_hand`)
		ON CONFLICT (`space_id`, `label`)
		DO UPDATE SET `files` = `files` + 1, `by_hand` = `by_hand` + new.`is_by_hand`;
END;
--> statement-breakpoint
CREATE TRIGGER `tagged_file_changed` AFTER UPDATE OF `is_by_hand` ON `tagged_files`
WHEN old.`is_by_hand` <> new.`is_by_hand`
BEGIN
	UPDATE `tag_counts` SET `by_hand` = `by_hand` + new.`is_by_hand` - old.`is_by_hand`
		WHERE `space_id` = new.`space_id` AND `label` = new.`label`;
END;
--> statement-breakpoint
DROP TRIGGER `tagged_file_removed`;
--> statement-breakpoint
CREATE TRIGGER `tagged_file_removed` AFTER DELETE ON `tagged_files`
BEGIN
	UPDATE `tag_counts` SET `files` = `files` - 1, `by_hand` = `by_hand` - old.`is_by_hand`
		WHERE `space_id` = old.`space_id` AND `label` = old.`label`;
	DELETE FROM `tag_counts`
		WHERE `space_id` = old.`space_id` AND `label` = old.`label` AND `files` = 0;
END;
--> statement-breakpoint
DROP TRIGGER `tag_added`;
--> statement-breakpoint
CREATE TRIGGER `tag_added` AFTER INSERT ON `file_tags`
BEGIN
	INSERT INTO `tagged_files` (`space_id`, `label`, `file_id`, `is_by_hand`)
		SELECT `space_id`, new.`label`, `id`, new.`engine` = 'hand' FROM `files`
		WHERE `id` = new.`file_id` AND `trashed_at` IS NULL
		ON CONFLICT DO UPDATE SET `is_by_hand` = max(`is_by_hand`, excluded.`is_by_hand`);
END;
--> statement-breakpoint
DROP TRIGGER `tag_removed`;
--> statement-breakpoint
CREATE TRIGGER `tag_removed` AFTER DELETE ON `file_tags`
BEGIN
	DELETE FROM `tagged_files`
		WHERE `space_id` = (SELECT `space_id` FROM `files` WHERE `id` = old.`file_id`)
		AND `label` = old.`label` AND `file_id` = old.`file_id`
		AND NOT EXISTS (SELECT 1 FROM `file_tags`
			WHERE `file_id` = old.`file_id` AND `label` = old.`label`);
	UPDATE `tagged_files` SET `is_by_hand` = 0
		WHERE old.`engine` = 'hand' AND `label` = old.`label` AND `file_id` = old.`file_id`
		AND `space_id` = (SELECT `space_id` FROM `files` WHERE `id` = old.`file_id`);
END;
--> statement-breakpoint
DROP TRIGGER `tags_of_restored_file`;
--> statement-breakpoint
CREATE TRIGGER `tags_of_restored_file` AFTER UPDATE OF `trashed_at` ON `files`
WHEN old.`trashed_at` IS NOT NULL AND new.`trashed_at` IS NULL
BEGIN
	INSERT INTO `file_tags` (`file_id`, `label`, `probability`, `engine`)
		SELECT new.`id`, `tag_aliases`.`target`, max(`probability`), `engine`
		FROM `file_tags` INNER JOIN `tag_aliases` ON `tag_aliases`.`space_id` = new.`space_id`
			AND `tag_aliases`.`label` = `file_tags`.`label`
		WHERE `file_id` = new.`id` AND `tag_aliases`.`target` IS NOT NULL
			AND (`tag_aliases`.`done_at` IS NULL OR `tag_aliases`.`done_at` >= old.`trashed_at`)
		GROUP BY `tag_aliases`.`target`, `engine`
		ON CONFLICT DO NOTHING;
	DELETE FROM `file_tags` WHERE `file_id` = new.`id` AND EXISTS (SELECT 1 FROM `tag_aliases`
		WHERE `tag_aliases`.`space_id` = new.`space_id` AND `tag_aliases`.`label` = `file_tags`.`label`
		AND (`tag_aliases`.`done_at` IS NULL OR `tag_aliases`.`done_at` >= old.`trashed_at`));
	INSERT INTO `tagged_files` (`space_id`, `label`, `file_id`, `is_by_hand`)
		SELECT new.`space_id`, `label`, new.`id`, max(`engine` = 'hand') FROM `file_tags`
		WHERE `file_id` = new.`id` GROUP BY `label`
		ON CONFLICT DO UPDATE SET `is_by_hand` = excluded.`is_by_hand`;
END;
--> statement-breakpoint
CREATE TRIGGER `labels_of_purged_space` AFTER DELETE ON `spaces`
BEGIN
	DELETE FROM `label_vectors` WHERE `space_id` = old.`id`;
END;
