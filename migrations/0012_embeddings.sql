CREATE TABLE `embeddings` (
	`file_id` text NOT NULL,
	`model` text NOT NULL,
	`frame` integer NOT NULL,
	`space_id` text NOT NULL,
	`at_ms` integer,
	`vector` blob NOT NULL,
	`scale` real NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`file_id`, `model`, `frame`),
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `vector_files` (
	`file_id` text NOT NULL,
	`model` text NOT NULL,
	`space_id` text NOT NULL,
	`position` integer NOT NULL,
	`change` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`gone_at` integer,
	PRIMARY KEY(`file_id`, `model`)
);
--> statement-breakpoint
CREATE INDEX `vector_files_by_change` ON `vector_files` (`space_id`,`model`,`change`,`position`);--> statement-breakpoint
CREATE INDEX `vector_files_by_age` ON `vector_files` (`space_id`,`model`,`changed_at`);--> statement-breakpoint
CREATE INDEX `vector_files_gone` ON `vector_files` (`gone_at`) WHERE gone_at is not null;--> statement-breakpoint
CREATE TABLE `vector_spaces` (
	`space_id` text NOT NULL,
	`model` text NOT NULL,
	`dimensions` integer NOT NULL,
	`positions` integer NOT NULL,
	`changes` integer NOT NULL,
	`followed` integer DEFAULT 0 NOT NULL,
	`follower` text,
	PRIMARY KEY(`space_id`, `model`)
);
--> statement-breakpoint
CREATE INDEX `vector_spaces_behind` ON `vector_spaces` (`space_id`) WHERE followed < changes;
--> statement-breakpoint
CREATE TRIGGER `vectors_of_new_embedding` AFTER INSERT ON `embeddings`
BEGIN
	INSERT INTO `vector_spaces` (`space_id`, `model`, `dimensions`, `positions`, `changes`)
		VALUES (new.`space_id`, new.`model`, length(new.`vector`), 1, 1)
		ON CONFLICT (`space_id`, `model`) DO UPDATE SET
			`positions` = `positions` + 1, `changes` = `changes` + 1;
	INSERT INTO `vector_files` (`file_id`, `model`, `space_id`, `position`, `change`, `changed_at`)
		SELECT new.`file_id`, new.`model`, new.`space_id`, `positions` - 1, `changes`,
			unixepoch() * 1000
		FROM `vector_spaces` WHERE `space_id` = new.`space_id` AND `model` = new.`model`
		ON CONFLICT (`file_id`, `model`) DO UPDATE SET
			`change` = excluded.`change`, `changed_at` = excluded.`changed_at`, `gone_at` = NULL;
END;
--> statement-breakpoint
CREATE TRIGGER `vectors_of_changed_embedding` AFTER UPDATE ON `embeddings`
BEGIN
	UPDATE `vector_spaces` SET `changes` = `changes` + 1
		WHERE `space_id` = new.`space_id` AND `model` = new.`model`;
	UPDATE `vector_files` SET `changed_at` = unixepoch() * 1000, `change` =
		(SELECT `changes` FROM `vector_spaces`
			WHERE `space_id` = new.`space_id` AND `model` = new.`model`)
		WHERE `file_id` = new.`file_id` AND `model` = new.`model`;
END;
--> statement-breakpoint
CREATE TRIGGER `vectors_of_removed_embedding` AFTER DELETE ON `embeddings`
BEGIN
	UPDATE `vector_spaces` SET `changes` = `changes` + 1
		WHERE `space_id` = old.`space_id` AND `model` = old.`model`;
	UPDATE `vector_files` SET `changed_at` = unixepoch() * 1000, `change` =
		(SELECT `changes` FROM `vector_spaces`
			WHERE `space_id` = old.`space_id` AND `model` = old.`model`)
		WHERE `file_id` = old.`file_id` AND `model` = old.`model`;
END;
--> statement-breakpoint
CREATE TRIGGER `vectors_of_moved_file` AFTER UPDATE OF `trashed_at`, `folder_id`, `kind` ON `files`
WHEN (old.`trashed_at` IS NULL) <> (new.`trashed_at` IS NULL)
	OR old.`folder_id` IS NOT new.`folder_id` OR old.`kind` <> new.`kind`
BEGIN
	UPDATE `vector_spaces` SET `changes` = `changes` + 1
		WHERE `space_id` = new.`space_id`
			AND `model` IN (SELECT `model` FROM `vector_files` WHERE `file_id` = new.`id`);
	UPDATE `vector_files` SET `changed_at` = unixepoch() * 1000, `change` =
		(SELECT `changes` FROM `vector_spaces`
			WHERE `space_id` = `vector_files`.`space_id` AND `model` = `vector_files`.`model`)
		WHERE `file_id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `vectors_of_purged_file` AFTER DELETE ON `files`
BEGIN
	UPDATE `vector_spaces` SET `changes` = `changes` + 1
		WHERE `space_id` = old.`space_id`
			AND `model` IN (SELECT `model` FROM `vector_files` WHERE `file_id` = old.`id`);
	UPDATE `vector_files` SET `changed_at` = unixepoch() * 1000, `gone_at` = unixepoch() * 1000,
		`change` = (SELECT `changes` FROM `vector_spaces`
			WHERE `space_id` = `vector_files`.`space_id` AND `model` = `vector_files`.`model`)
		WHERE `file_id` = old.`id`;
END;
