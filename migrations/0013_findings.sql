CREATE TABLE `file_texts` (
	`file_id` text PRIMARY KEY NOT NULL,
	`text` text NOT NULL,
	`confidence` real NOT NULL,
	`engine` text NOT NULL,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `findings` (
	`file_id` text NOT NULL,
	`position` integer NOT NULL,
	`label` text NOT NULL,
	`probability` real NOT NULL,
	`engine` text NOT NULL,
	`box_left` real NOT NULL,
	`box_top` real NOT NULL,
	`box_width` real NOT NULL,
	`box_height` real NOT NULL,
	`colours` text NOT NULL,
	`at_ms` integer,
	PRIMARY KEY(`file_id`, `position`),
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `index_counts` (
	`engines` text PRIMARY KEY NOT NULL,
	`files` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `indexed_files` (
	`file_id` text PRIMARY KEY NOT NULL,
	`engines` text DEFAULT '' NOT NULL,
	`queued_for` text DEFAULT '' NOT NULL,
	`indexed_at` integer,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `indexed_files_to_queue` ON `indexed_files` (`queued_for`,`file_id`);--> statement-breakpoint
CREATE INDEX `indexed_files_by_time` ON `indexed_files` (`indexed_at`) WHERE indexed_at is not null;--> statement-breakpoint
CREATE TABLE `wanted_index` (
	`id` integer PRIMARY KEY NOT NULL,
	`engines` text NOT NULL,
	`run` integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
DROP INDEX `jobs_to_lease`;--> statement-breakpoint
CREATE INDEX `jobs_indexing_failed` ON `jobs` (`finished_at`,`id`) WHERE name = 'index-file' and state = 'failed';--> statement-breakpoint
CREATE INDEX `jobs_to_lease` ON `jobs` (`runner`,`name`,`state`,`next_at`);
--> statement-breakpoint
CREATE TRIGGER `index_counts_of_new_file` AFTER INSERT ON `indexed_files`
BEGIN
	INSERT INTO `index_counts` (`engines`, `files`) VALUES (new.`engines`, 1)
		ON CONFLICT (`engines`) DO UPDATE SET `files` = `files` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `index_counts_of_indexed_file` AFTER UPDATE OF `engines` ON `indexed_files`
WHEN old.`engines` IS NOT new.`engines`
BEGIN
	UPDATE `index_counts` SET `files` = `files` - 1 WHERE `engines` = old.`engines`;
	INSERT INTO `index_counts` (`engines`, `files`) VALUES (new.`engines`, 1)
		ON CONFLICT (`engines`) DO UPDATE SET `files` = `files` + 1;
	DELETE FROM `index_counts` WHERE `engines` = old.`engines` AND `files` = 0;
END;
--> statement-breakpoint
CREATE TRIGGER `index_counts_of_gone_file` AFTER DELETE ON `indexed_files`
BEGIN
	UPDATE `index_counts` SET `files` = `files` - 1 WHERE `engines` = old.`engines`;
	DELETE FROM `index_counts` WHERE `engines` = old.`engines` AND `files` = 0;
END;
--> statement-breakpoint
INSERT INTO `indexed_files` (`file_id`) SELECT `id` FROM `files` WHERE `preview` = 'ready';
--> statement-breakpoint
CREATE TRIGGER `index_of_new_file` AFTER INSERT ON `files` WHEN new.`preview` = 'ready'
BEGIN
	INSERT OR IGNORE INTO `indexed_files` (`file_id`) VALUES (new.`id`);
END;
--> statement-breakpoint
CREATE TRIGGER `index_of_preview` AFTER UPDATE OF `preview` ON `files`
WHEN new.`preview` = 'ready' AND old.`preview` IS NOT 'ready'
BEGIN
	INSERT OR IGNORE INTO `indexed_files` (`file_id`) VALUES (new.`id`);
END;
--> statement-breakpoint
DROP TABLE `search_words`;
--> statement-breakpoint
CREATE VIRTUAL TABLE `search_words` USING fts5(
	`space`, `name`, `tags`, `objects`, `text`, `description`, `place`, `camera`, `folder`, `people`,
	tokenize = "porter unicode61 remove_diacritics 2", prefix = '2 3'
);
--> statement-breakpoint
INSERT INTO `search_words` (`rowid`, `space`, `name`, `tags`, `objects`, `text`, `description`, `place`, `camera`, `folder`, `people`)
	SELECT `search_documents`.`id`, substr(`files`.`space_id`, instr(`files`.`space_id`, '_') + 1), `files`.`name`,
		coalesce((SELECT group_concat(DISTINCT `label`) FROM `file_tags` WHERE `file_id` = `files`.`id`), ''),
		'', '', coalesce(`files`.`description`, ''), coalesce(`files`.`place_name`, ''),
		trim(coalesce(`files`.`camera`, '') || ' ' || coalesce(`files`.`lens`, '')),
		coalesce((SELECT `name` FROM `folders` WHERE `id` = `files`.`folder_id`), ''), ''
	FROM `files` INNER JOIN `search_documents` ON `search_documents`.`file_id` = `files`.`id`;
--> statement-breakpoint
DROP TRIGGER `words_of_new_file`;
--> statement-breakpoint
CREATE TRIGGER `words_of_new_file` AFTER INSERT ON `files`
BEGIN
	INSERT INTO `search_documents` (`file_id`) VALUES (new.`id`);
	INSERT INTO `search_words` (`rowid`, `space`, `name`, `tags`, `objects`, `text`, `description`, `place`, `camera`, `folder`, `people`)
		SELECT `id`, substr(new.`space_id`, instr(new.`space_id`, '_') + 1), new.`name`, '', '', '',
			coalesce(new.`description`, ''), coalesce(new.`place_name`, ''),
			trim(coalesce(new.`camera`, '') || ' ' || coalesce(new.`lens`, '')),
			coalesce((SELECT `name` FROM `folders` WHERE `id` = new.`folder_id`), ''), ''
		FROM `search_documents` WHERE `file_id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `words_of_indexed_file` AFTER UPDATE OF `indexed_at` ON `indexed_files`
BEGIN
	UPDATE `search_words` SET
		`objects` = coalesce((SELECT group_concat(`phrase`, '; ') FROM (
			SELECT DISTINCT coalesce(`colour`.`value` || ' ', '') || `findings`.`label` AS `phrase`
			FROM `findings` LEFT JOIN json_each(`findings`.`colours`) AS `colour`
			WHERE `findings`.`file_id` = new.`file_id`)), ''),
		`text` = coalesce((SELECT `text` FROM `file_texts` WHERE `file_id` = new.`file_id`), '')
	WHERE `rowid` = (SELECT `id` FROM `search_documents` WHERE `file_id` = new.`file_id`);
END;
