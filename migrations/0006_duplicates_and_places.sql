CREATE TABLE `duplicate_bands` (
	`space_id` text NOT NULL,
	`band` text NOT NULL,
	`group_id` text NOT NULL,
	PRIMARY KEY(`space_id`, `band`, `group_id`)
);
--> statement-breakpoint
CREATE TABLE `duplicate_claims` (
	`space_id` text PRIMARY KEY NOT NULL,
	`until` integer NOT NULL,
	FOREIGN KEY (`space_id`) REFERENCES `spaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `duplicate_groups` (
	`id` text PRIMARY KEY NOT NULL,
	`space_id` text NOT NULL,
	`kind` text NOT NULL,
	`perceptual_hash` text NOT NULL,
	`thumbhash` text,
	`aspect` real NOT NULL,
	`originals` integer DEFAULT 0 NOT NULL,
	`grew_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `duplicate_groups_to_review` ON `duplicate_groups` (`space_id`,`grew_at`,`id`) WHERE originals > 1;--> statement-breakpoint
CREATE TABLE `duplicate_members` (
	`file_id` text PRIMARY KEY NOT NULL,
	`group_id` text NOT NULL,
	`distance` integer NOT NULL,
	`reviewed_at` integer,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `duplicate_members_by_group` ON `duplicate_members` (`group_id`);--> statement-breakpoint
CREATE TABLE `duplicate_queue` (
	`file_id` text PRIMARY KEY NOT NULL,
	`space_id` text NOT NULL,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `duplicate_queue_by_space` ON `duplicate_queue` (`space_id`,`file_id`);--> statement-breakpoint
CREATE TABLE `located_files` (
	`file_id` text PRIMARY KEY NOT NULL,
	`space_id` text NOT NULL,
	`place` integer NOT NULL,
	`x` integer NOT NULL,
	`y` integer NOT NULL,
	`shown_at` integer NOT NULL,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `located_files_by_place` ON `located_files` (`space_id`,`place`,`shown_at`,`file_id`);--> statement-breakpoint
CREATE TABLE `map_cells` (
	`space_id` text NOT NULL,
	`level` integer NOT NULL,
	`row` integer NOT NULL,
	`column` integer NOT NULL,
	`files` integer NOT NULL,
	`x_sum` integer NOT NULL,
	`y_sum` integer NOT NULL,
	PRIMARY KEY(`space_id`, `level`, `row`, `column`)
);
--> statement-breakpoint
DROP INDEX `files_with_place`;--> statement-breakpoint
DROP INDEX `files_with_perceptual_hash`;
--> statement-breakpoint
CREATE TRIGGER `duplicates_file_added` AFTER INSERT ON `files`
WHEN new.`perceptual_hash` IS NOT NULL
BEGIN
	INSERT INTO `duplicate_queue` (`file_id`, `space_id`) VALUES (new.`id`, new.`space_id`)
		ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER `duplicates_file_changed` AFTER UPDATE OF `perceptual_hash` ON `files`
WHEN old.`perceptual_hash` IS NOT new.`perceptual_hash`
BEGIN
	DELETE FROM `duplicate_members` WHERE `file_id` = new.`id`;
	INSERT INTO `duplicate_queue` (`file_id`, `space_id`)
		SELECT new.`id`, new.`space_id` WHERE new.`perceptual_hash` IS NOT NULL
		ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER `duplicates_file_trashed` AFTER UPDATE OF `trashed_at` ON `files`
WHEN (old.`trashed_at` IS NULL) IS NOT (new.`trashed_at` IS NULL) AND new.`perceptual_hash` IS NOT NULL
BEGIN
	UPDATE `duplicate_groups` SET `originals` = (
		SELECT CASE WHEN count(*) = count(m.`reviewed_at`) THEN 0 ELSE count(DISTINCT f.`original_id`) END
		FROM `duplicate_members` m INNER JOIN `files` f ON f.`id` = m.`file_id`
		WHERE m.`group_id` = (SELECT `group_id` FROM `duplicate_members` WHERE `file_id` = new.`id`) AND f.`trashed_at` IS NULL)
		WHERE `id` = (SELECT `group_id` FROM `duplicate_members` WHERE `file_id` = new.`id`);
END;
--> statement-breakpoint
CREATE TRIGGER `duplicate_added` AFTER INSERT ON `duplicate_members`
BEGIN
	UPDATE `duplicate_groups` SET `originals` = (
		SELECT CASE WHEN count(*) = count(m.`reviewed_at`) THEN 0 ELSE count(DISTINCT f.`original_id`) END
		FROM `duplicate_members` m INNER JOIN `files` f ON f.`id` = m.`file_id`
		WHERE m.`group_id` = new.`group_id` AND f.`trashed_at` IS NULL)
		WHERE `id` = new.`group_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `duplicate_reviewed` AFTER UPDATE OF `reviewed_at` ON `duplicate_members`
BEGIN
	UPDATE `duplicate_groups` SET `originals` = (
		SELECT CASE WHEN count(*) = count(m.`reviewed_at`) THEN 0 ELSE count(DISTINCT f.`original_id`) END
		FROM `duplicate_members` m INNER JOIN `files` f ON f.`id` = m.`file_id`
		WHERE m.`group_id` = new.`group_id` AND f.`trashed_at` IS NULL)
		WHERE `id` = new.`group_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `duplicate_removed` AFTER DELETE ON `duplicate_members`
BEGIN
	UPDATE `duplicate_groups` SET `originals` = (
		SELECT CASE WHEN count(*) = count(m.`reviewed_at`) THEN 0 ELSE count(DISTINCT f.`original_id`) END
		FROM `duplicate_members` m INNER JOIN `files` f ON f.`id` = m.`file_id`
		WHERE m.`group_id` = old.`group_id` AND f.`trashed_at` IS NULL)
		WHERE `id` = old.`group_id`;
	DELETE FROM `duplicate_groups` WHERE `id` = old.`group_id`
		AND NOT EXISTS (SELECT 1 FROM `duplicate_members` WHERE `group_id` = old.`group_id`);
END;
--> statement-breakpoint
CREATE TRIGGER `duplicate_group_added` AFTER INSERT ON `duplicate_groups`
BEGIN
	INSERT INTO `duplicate_bands` (`space_id`, `band`, `group_id`)
		SELECT new.`space_id`, `n` || ':' || substr(new.`perceptual_hash`, 4 * `n` + 1, 4), new.`id`
		FROM (SELECT `value` AS `n` FROM json_each('[0,1,2,3]'));
END;
--> statement-breakpoint
CREATE TRIGGER `duplicate_group_removed` AFTER DELETE ON `duplicate_groups`
BEGIN
	DELETE FROM `duplicate_bands` WHERE `space_id` = old.`space_id` AND `group_id` = old.`id`
		AND `band` IN (SELECT `n` || ':' || substr(old.`perceptual_hash`, 4 * `n` + 1, 4) FROM (SELECT `value` AS `n` FROM json_each('[0,1,2,3]')));
END;
--> statement-breakpoint
CREATE TRIGGER `located_file_added` AFTER INSERT ON `files`
WHEN new.`latitude` IS NOT NULL AND new.`longitude` IS NOT NULL AND new.`trashed_at` IS NULL AND new.`archived_at` IS NULL
BEGIN
	INSERT INTO `located_files` (`file_id`, `space_id`, `place`, `x`, `y`, `shown_at`)
	SELECT `id`, `space_id`,
		((`x4` | (`x4` << 1)) & 0x55555555) | (((`y4` | (`y4` << 1)) & 0x55555555) << 1), `x`, `y`, `shown_at`
	FROM (SELECT *, (`x3` | (`x3` << 2)) & 0x33333333 AS `x4`, (`y3` | (`y3` << 2)) & 0x33333333 AS `y4`
	FROM (SELECT *, (`x2` | (`x2` << 4)) & 0x0f0f0f0f AS `x3`, (`y2` | (`y2` << 4)) & 0x0f0f0f0f AS `y3`
	FROM (SELECT *, ((`x` >> 8) | (`x` >> 8 << 8)) & 0x00ff00ff AS `x2`, ((`y` >> 8) | (`y` >> 8 << 8)) & 0x00ff00ff AS `y2`
	FROM (SELECT `id`, `space_id`, `shown_at`,
		min(max(CAST((`longitude` + 180) / 360 * 16777216 AS INTEGER), 0), 16777215) AS `x`,
		min(max(CAST((0.5 - ln(tan(pi() / 4 + radians(min(max(`latitude`, -85.05), 85.05)) / 2)) / (2 * pi()))
			* 16777216 AS INTEGER), 0), 16777215) AS `y`
	FROM `files`
	WHERE `id` = new.`id`))));
END;
--> statement-breakpoint
CREATE TRIGGER `located_file_changed`
AFTER UPDATE OF `latitude`, `longitude`, `shown_at`, `trashed_at`, `archived_at` ON `files`
WHEN old.`latitude` IS NOT new.`latitude` OR old.`longitude` IS NOT new.`longitude`
	OR old.`shown_at` IS NOT new.`shown_at`
	OR (old.`trashed_at` IS NULL) IS NOT (new.`trashed_at` IS NULL)
	OR (old.`archived_at` IS NULL) IS NOT (new.`archived_at` IS NULL)
BEGIN
	DELETE FROM `located_files` WHERE `file_id` = new.`id`;
	INSERT INTO `located_files` (`file_id`, `space_id`, `place`, `x`, `y`, `shown_at`)
	SELECT `id`, `space_id`,
		((`x4` | (`x4` << 1)) & 0x55555555) | (((`y4` | (`y4` << 1)) & 0x55555555) << 1), `x`, `y`, `shown_at`
	FROM (SELECT *, (`x3` | (`x3` << 2)) & 0x33333333 AS `x4`, (`y3` | (`y3` << 2)) & 0x33333333 AS `y4`
	FROM (SELECT *, (`x2` | (`x2` << 4)) & 0x0f0f0f0f AS `x3`, (`y2` | (`y2` << 4)) & 0x0f0f0f0f AS `y3`
	FROM (SELECT *, ((`x` >> 8) | (`x` >> 8 << 8)) & 0x00ff00ff AS `x2`, ((`y` >> 8) | (`y` >> 8 << 8)) & 0x00ff00ff AS `y2`
	FROM (SELECT `id`, `space_id`, `shown_at`,
		min(max(CAST((`longitude` + 180) / 360 * 16777216 AS INTEGER), 0), 16777215) AS `x`,
		min(max(CAST((0.5 - ln(tan(pi() / 4 + radians(min(max(`latitude`, -85.05), 85.05)) / 2)) / (2 * pi()))
			* 16777216 AS INTEGER), 0), 16777215) AS `y`
	FROM `files`
	WHERE `id` = new.`id` AND `latitude` IS NOT NULL AND `longitude` IS NOT NULL AND `trashed_at` IS NULL AND `archived_at` IS NULL))));
END;
--> statement-breakpoint
CREATE TRIGGER `located_added` AFTER INSERT ON `located_files`
BEGIN
	INSERT INTO `map_cells` (`space_id`, `level`, `row`, `column`, `files`, `x_sum`, `y_sum`)
		SELECT new.`space_id`, `level`, new.`y` >> (24 - `level`), new.`x` >> (24 - `level`), 1, new.`x`, new.`y`
		FROM (SELECT `value` AS `level` FROM json_each('[2,4,6,8,10,12,14,16]')) WHERE true
		ON CONFLICT (`space_id`, `level`, `row`, `column`) DO UPDATE
		SET `files` = `files` + 1, `x_sum` = `x_sum` + excluded.`x_sum`, `y_sum` = `y_sum` + excluded.`y_sum`;
END;
--> statement-breakpoint
CREATE TRIGGER `located_removed` AFTER DELETE ON `located_files`
BEGIN
	UPDATE `map_cells` SET `files` = `files` - 1, `x_sum` = `x_sum` - old.`x`, `y_sum` = `y_sum` - old.`y`
		WHERE `space_id` = old.`space_id` AND (`level`, `row`, `column`) IN (
		SELECT `level`, old.`y` >> (24 - `level`), old.`x` >> (24 - `level`) FROM (SELECT `value` AS `level` FROM json_each('[2,4,6,8,10,12,14,16]')));
	DELETE FROM `map_cells` WHERE `space_id` = old.`space_id` AND `files` = 0
		AND (`level`, `row`, `column`) IN (
		SELECT `level`, old.`y` >> (24 - `level`), old.`x` >> (24 - `level`) FROM (SELECT `value` AS `level` FROM json_each('[2,4,6,8,10,12,14,16]')));
END;
--> statement-breakpoint
INSERT INTO `duplicate_queue` (`file_id`, `space_id`)
	SELECT `id`, `space_id` FROM `files` WHERE `perceptual_hash` IS NOT NULL;
--> statement-breakpoint
INSERT INTO `located_files` (`file_id`, `space_id`, `place`, `x`, `y`, `shown_at`)
	SELECT `id`, `space_id`,
		((`x4` | (`x4` << 1)) & 0x55555555) | (((`y4` | (`y4` << 1)) & 0x55555555) << 1), `x`, `y`, `shown_at`
	FROM (SELECT *, (`x3` | (`x3` << 2)) & 0x33333333 AS `x4`, (`y3` | (`y3` << 2)) & 0x33333333 AS `y4`
	FROM (SELECT *, (`x2` | (`x2` << 4)) & 0x0f0f0f0f AS `x3`, (`y2` | (`y2` << 4)) & 0x0f0f0f0f AS `y3`
	FROM (SELECT *, ((`x` >> 8) | (`x` >> 8 << 8)) & 0x00ff00ff AS `x2`, ((`y` >> 8) | (`y` >> 8 << 8)) & 0x00ff00ff AS `y2`
	FROM (SELECT `id`, `space_id`, `shown_at`,
		min(max(CAST((`longitude` + 180) / 360 * 16777216 AS INTEGER), 0), 16777215) AS `x`,
		min(max(CAST((0.5 - ln(tan(pi() / 4 + radians(min(max(`latitude`, -85.05), 85.05)) / 2)) / (2 * pi()))
			* 16777216 AS INTEGER), 0), 16777215) AS `y`
	FROM `files`
	WHERE `latitude` IS NOT NULL AND `longitude` IS NOT NULL AND `trashed_at` IS NULL AND `archived_at` IS NULL))));
