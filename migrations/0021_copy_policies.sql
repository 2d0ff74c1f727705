CREATE TABLE `copy_policies` (
	`scope` text PRIMARY KEY NOT NULL,
	`space_id` text NOT NULL,
	`folder_id` text,
	`copies` integer NOT NULL,
	`cloud` integer NOT NULL,
	`disks` text NOT NULL,
	`updated_by` text NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`space_id`) REFERENCES `spaces`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`folder_id`) REFERENCES `folders`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `copy_policies_by_space` ON `copy_policies` (`space_id`);
--> statement-breakpoint
CREATE INDEX `copy_policies_by_folder` ON `copy_policies` (`folder_id`);
--> statement-breakpoint
CREATE TABLE `home_waits` (
	`file_id` text NOT NULL,
	`user_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`ready_at` integer,
	PRIMARY KEY(`user_id`, `file_id`),
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `home_waits_by_file` ON `home_waits` (`file_id`);
--> statement-breakpoint
CREATE INDEX `home_waits_by_age` ON `home_waits` (`ready_at`,`created_at`);
--> statement-breakpoint
CREATE TABLE `tiered_originals` (
	`original_id` text PRIMARY KEY NOT NULL,
	`marked_at` integer NOT NULL,
	`left_at` integer,
	`reads` integer DEFAULT 0 NOT NULL,
	`read_since` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`original_id`) REFERENCES `originals`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `tiered_originals_marked` ON `tiered_originals` (`left_at`,`marked_at`);
--> statement-breakpoint
CREATE INDEX `tiered_originals_hot` ON `tiered_originals` (`reads`);
--> statement-breakpoint
DROP TRIGGER `pattern_of_new_original`;
--> statement-breakpoint
DROP TRIGGER `pattern_of_changed_original`;
--> statement-breakpoint
DROP TRIGGER `pattern_of_removed_original`;
--> statement-breakpoint
ALTER TABLE `originals` ADD `wants` text DEFAULT '' NOT NULL;
--> statement-breakpoint
ALTER TABLE `originals` ADD `seen_at` integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
CREATE INDEX `originals_by_places` ON `originals` (`places`,`seen_at`) WHERE removed_at is null;
--> statement-breakpoint
ALTER TABLE `disks` ADD `health` text;
--> statement-breakpoint
ALTER TABLE `home_nodes` ADD `report` text;
--> statement-breakpoint
ALTER TABLE `home_nodes` ADD `removals_allowed_until` integer;
--> statement-breakpoint
UPDATE `originals` SET `seen_at` = `created_at`;
--> statement-breakpoint
DROP TABLE `copy_patterns`;
--> statement-breakpoint
CREATE TABLE `copy_patterns` (
	`space_id` text NOT NULL,
	`places` text NOT NULL,
	`wants` text NOT NULL,
	`originals` integer NOT NULL,
	`bytes` integer NOT NULL,
	PRIMARY KEY(`space_id`, `places`, `wants`)
);
--> statement-breakpoint
INSERT INTO `copy_patterns` (`space_id`, `places`, `wants`, `originals`, `bytes`)
	SELECT `space_id`, `places`, `wants`, count(*), sum(`size_bytes`) FROM `originals`
	WHERE `removed_at` IS NULL GROUP BY 1, 2, 3;
--> statement-breakpoint
CREATE TRIGGER `pattern_of_new_original` AFTER INSERT ON `originals` WHEN new.`removed_at` IS NULL
BEGIN
	INSERT INTO `copy_patterns` (`space_id`, `places`, `wants`, `originals`, `bytes`)
		VALUES (new.`space_id`, new.`places`, new.`wants`, 1, new.`size_bytes`)
		ON CONFLICT (`space_id`, `places`, `wants`) DO UPDATE
		SET `originals` = `originals` + 1, `bytes` = `bytes` + excluded.`bytes`;
END;
--> statement-breakpoint
CREATE TRIGGER `pattern_of_changed_original` AFTER UPDATE OF `places`, `wants`, `removed_at`, `space_id`, `size_bytes` ON `originals`
WHEN old.`places` <> new.`places` OR old.`wants` <> new.`wants` OR old.`space_id` <> new.`space_id`
	OR old.`size_bytes` <> new.`size_bytes` OR (old.`removed_at` IS NULL) <> (new.`removed_at` IS NULL)
BEGIN
	UPDATE `copy_patterns` SET `originals` = `originals` - 1, `bytes` = `bytes` - old.`size_bytes`
		WHERE old.`removed_at` IS NULL AND `space_id` = old.`space_id` AND `places` = old.`places`
		AND `wants` = old.`wants`;
	INSERT INTO `copy_patterns` (`space_id`, `places`, `wants`, `originals`, `bytes`)
		SELECT new.`space_id`, new.`places`, new.`wants`, 1, new.`size_bytes`
		WHERE new.`removed_at` IS NULL
		ON CONFLICT (`space_id`, `places`, `wants`) DO UPDATE
		SET `originals` = `originals` + 1, `bytes` = `bytes` + excluded.`bytes`;
	DELETE FROM `copy_patterns` WHERE `space_id` = old.`space_id` AND `places` = old.`places`
		AND `wants` = old.`wants` AND `originals` = 0;
END;
--> statement-breakpoint
CREATE TRIGGER `pattern_of_removed_original` AFTER DELETE ON `originals` WHEN old.`removed_at` IS NULL
BEGIN
	UPDATE `copy_patterns` SET `originals` = `originals` - 1, `bytes` = `bytes` - old.`size_bytes`
		WHERE `space_id` = old.`space_id` AND `places` = old.`places` AND `wants` = old.`wants`;
	DELETE FROM `copy_patterns` WHERE `space_id` = old.`space_id` AND `places` = old.`places`
		AND `wants` = old.`wants` AND `originals` = 0;
END;
--> statement-breakpoint
CREATE TRIGGER `seen_of_new_original` AFTER INSERT ON `originals` WHEN new.`seen_at` = 0
BEGIN
	UPDATE `originals` SET `seen_at` = new.`created_at` WHERE `id` = new.`id`;
END;
--> statement-breakpoint
-- The policy of each file: of the nearest folder on its path that has one, else of its space, else none.
CREATE VIEW `wants_of_files` AS
	SELECT f.`id` AS `file_id`, f.`original_id`, coalesce(p.`copies`, 99) AS `copies`,
		coalesce(p.`cloud`, 1) AS `cloud`, coalesce(p.`disks`, '') AS `disks`
	FROM `files` f LEFT JOIN `copy_policies` p ON p.`scope` = (
		SELECT q.`scope` FROM `copy_policies` q LEFT JOIN `folders` d ON d.`id` = q.`folder_id`
		WHERE q.`space_id` = f.`space_id` AND (q.`folder_id` IS NULL
			OR instr((SELECT `path` FROM `folders` WHERE `id` = f.`folder_id`), d.`path`) = 1)
		ORDER BY length(coalesce(d.`path`, '')) DESC LIMIT 1);
--> statement-breakpoint
-- Of several files with the same bytes in a space the most is wanted that any of them wants.
CREATE TRIGGER `wants_of_new_file` AFTER INSERT ON `files`
WHEN EXISTS (SELECT 1 FROM `copy_policies` WHERE `space_id` = new.`space_id`)
BEGIN
	UPDATE `originals` SET `wants` = coalesce((
		SELECT CASE WHEN max(w.`copies`) = 99 AND max(w.`cloud`) = 1
				AND (max(w.`disks`) = '' OR min(w.`disks`) <> max(w.`disks`)) THEN ''
			ELSE max(w.`copies`) || '|' || max(w.`cloud`) || '|'
				|| CASE WHEN min(w.`disks`) = max(w.`disks`) THEN max(w.`disks`) ELSE '' END END
		FROM `wants_of_files` w WHERE w.`original_id` = `originals`.`id`), '')
	WHERE `id` = new.`original_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `wants_of_changed_file` AFTER UPDATE OF `folder_id`, `original_id`, `space_id` ON `files`
WHEN (old.`folder_id` IS NOT new.`folder_id` OR old.`original_id` <> new.`original_id` OR old.`space_id` <> new.`space_id`)
	AND EXISTS (SELECT 1 FROM `copy_policies` WHERE `space_id` IN (old.`space_id`, new.`space_id`))
BEGIN
	UPDATE `originals` SET `wants` = coalesce((
		SELECT CASE WHEN max(w.`copies`) = 99 AND max(w.`cloud`) = 1
				AND (max(w.`disks`) = '' OR min(w.`disks`) <> max(w.`disks`)) THEN ''
			ELSE max(w.`copies`) || '|' || max(w.`cloud`) || '|'
				|| CASE WHEN min(w.`disks`) = max(w.`disks`) THEN max(w.`disks`) ELSE '' END END
		FROM `wants_of_files` w WHERE w.`original_id` = `originals`.`id`), '')
	WHERE `id` IN (old.`original_id`, new.`original_id`);
END;
--> statement-breakpoint
CREATE TRIGGER `wants_of_removed_file` AFTER DELETE ON `files`
WHEN EXISTS (SELECT 1 FROM `copy_policies` WHERE `space_id` = old.`space_id`)
BEGIN
	UPDATE `originals` SET `wants` = coalesce((
		SELECT CASE WHEN max(w.`copies`) = 99 AND max(w.`cloud`) = 1
				AND (max(w.`disks`) = '' OR min(w.`disks`) <> max(w.`disks`)) THEN ''
			ELSE max(w.`copies`) || '|' || max(w.`cloud`) || '|'
				|| CASE WHEN min(w.`disks`) = max(w.`disks`) THEN max(w.`disks`) ELSE '' END END
		FROM `wants_of_files` w WHERE w.`original_id` = `originals`.`id`), '')
	WHERE `id` = old.`original_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `wants_of_moved_folder` AFTER UPDATE OF `path` ON `folders`
WHEN old.`path` <> new.`path` AND EXISTS (SELECT 1 FROM `copy_policies` WHERE `space_id` = new.`space_id`)
BEGIN
	UPDATE `originals` SET `wants` = coalesce((
		SELECT CASE WHEN max(w.`copies`) = 99 AND max(w.`cloud`) = 1
				AND (max(w.`disks`) = '' OR min(w.`disks`) <> max(w.`disks`)) THEN ''
			ELSE max(w.`copies`) || '|' || max(w.`cloud`) || '|'
				|| CASE WHEN min(w.`disks`) = max(w.`disks`) THEN max(w.`disks`) ELSE '' END END
		FROM `wants_of_files` w WHERE w.`original_id` = `originals`.`id`), '')
	WHERE `id` IN (SELECT `original_id` FROM `files` WHERE `folder_id` = new.`id`);
END;
--> statement-breakpoint
CREATE TRIGGER `wants_of_new_space_policy` AFTER INSERT ON `copy_policies`
WHEN new.`folder_id` IS NULL
BEGIN
	UPDATE `originals` SET `wants` = coalesce((
		SELECT CASE WHEN max(w.`copies`) = 99 AND max(w.`cloud`) = 1
				AND (max(w.`disks`) = '' OR min(w.`disks`) <> max(w.`disks`)) THEN ''
			ELSE max(w.`copies`) || '|' || max(w.`cloud`) || '|'
				|| CASE WHEN min(w.`disks`) = max(w.`disks`) THEN max(w.`disks`) ELSE '' END END
		FROM `wants_of_files` w WHERE w.`original_id` = `originals`.`id`), '')
	WHERE `space_id` = new.`space_id` AND `removed_at` IS NULL;
END;
--> statement-breakpoint
CREATE TRIGGER `wants_of_new_folder_policy` AFTER INSERT ON `copy_policies`
WHEN new.`folder_id` IS NOT NULL
BEGIN
	UPDATE `originals` SET `wants` = coalesce((
		SELECT CASE WHEN max(w.`copies`) = 99 AND max(w.`cloud`) = 1
				AND (max(w.`disks`) = '' OR min(w.`disks`) <> max(w.`disks`)) THEN ''
			ELSE max(w.`copies`) || '|' || max(w.`cloud`) || '|'
				|| CASE WHEN min(w.`disks`) = max(w.`disks`) THEN max(w.`disks`) ELSE '' END END
		FROM `wants_of_files` w WHERE w.`original_id` = `originals`.`id`), '')
	WHERE `id` IN (SELECT f.`original_id` FROM `folders` d JOIN `files` f ON f.`folder_id` = d.`id`
		WHERE d.`space_id` = new.`space_id` AND d.`path` >= (SELECT `path` FROM `folders` WHERE `id` = new.`folder_id`)
		AND d.`path` < (SELECT `path` FROM `folders` WHERE `id` = new.`folder_id`) || '~');
END;
--> statement-breakpoint
CREATE TRIGGER `wants_of_changed_space_policy` AFTER UPDATE ON `copy_policies`
WHEN new.`folder_id` IS NULL
BEGIN
	UPDATE `originals` SET `wants` = coalesce((
		SELECT CASE WHEN max(w.`copies`) = 99 AND max(w.`cloud`) = 1
				AND (max(w.`disks`) = '' OR min(w.`disks`) <> max(w.`disks`)) THEN ''
			ELSE max(w.`copies`) || '|' || max(w.`cloud`) || '|'
				|| CASE WHEN min(w.`disks`) = max(w.`disks`) THEN max(w.`disks`) ELSE '' END END
		FROM `wants_of_files` w WHERE w.`original_id` = `originals`.`id`), '')
	WHERE `space_id` = new.`space_id` AND `removed_at` IS NULL;
END;
--> statement-breakpoint
CREATE TRIGGER `wants_of_changed_folder_policy` AFTER UPDATE ON `copy_policies`
WHEN new.`folder_id` IS NOT NULL
BEGIN
	UPDATE `originals` SET `wants` = coalesce((
		SELECT CASE WHEN max(w.`copies`) = 99 AND max(w.`cloud`) = 1
				AND (max(w.`disks`) = '' OR min(w.`disks`) <> max(w.`disks`)) THEN ''
			ELSE max(w.`copies`) || '|' || max(w.`cloud`) || '|'
				|| CASE WHEN min(w.`disks`) = max(w.`disks`) THEN max(w.`disks`) ELSE '' END END
		FROM `wants_of_files` w WHERE w.`original_id` = `originals`.`id`), '')
	WHERE `id` IN (SELECT f.`original_id` FROM `folders` d JOIN `files` f ON f.`folder_id` = d.`id`
		WHERE d.`space_id` = new.`space_id` AND d.`path` >= (SELECT `path` FROM `folders` WHERE `id` = new.`folder_id`)
		AND d.`path` < (SELECT `path` FROM `folders` WHERE `id` = new.`folder_id`) || '~');
END;
--> statement-breakpoint
CREATE TRIGGER `wants_of_removed_space_policy` AFTER DELETE ON `copy_policies`
WHEN old.`folder_id` IS NULL
BEGIN
	UPDATE `originals` SET `wants` = coalesce((
		SELECT CASE WHEN max(w.`copies`) = 99 AND max(w.`cloud`) = 1
				AND (max(w.`disks`) = '' OR min(w.`disks`) <> max(w.`disks`)) THEN ''
			ELSE max(w.`copies`) || '|' || max(w.`cloud`) || '|'
				|| CASE WHEN min(w.`disks`) = max(w.`disks`) THEN max(w.`disks`) ELSE '' END END
		FROM `wants_of_files` w WHERE w.`original_id` = `originals`.`id`), '')
	WHERE `space_id` = old.`space_id` AND `removed_at` IS NULL;
END;
--> statement-breakpoint
CREATE TRIGGER `wants_of_removed_folder_policy` AFTER DELETE ON `copy_policies`
WHEN old.`folder_id` IS NOT NULL
BEGIN
	UPDATE `originals` SET `wants` = coalesce((
		SELECT CASE WHEN max(w.`copies`) = 99 AND max(w.`cloud`) = 1
				AND (max(w.`disks`) = '' OR min(w.`disks`) <> max(w.`disks`)) THEN ''
			ELSE max(w.`copies`) || '|' || max(w.`cloud`) || '|'
				|| CASE WHEN min(w.`disks`) = max(w.`disks`) THEN max(w.`disks`) ELSE '' END END
		FROM `wants_of_files` w WHERE w.`original_id` = `originals`.`id`), '')
	WHERE `id` IN (SELECT f.`original_id` FROM `folders` d JOIN `files` f ON f.`folder_id` = d.`id`
		WHERE d.`space_id` = old.`space_id` AND d.`path` >= (SELECT `path` FROM `folders` WHERE `id` = old.`folder_id`)
		AND d.`path` < (SELECT `path` FROM `folders` WHERE `id` = old.`folder_id`) || '~');
END;
--> statement-breakpoint
-- The mirrors hear of it.
CREATE TRIGGER `wants_told` AFTER UPDATE OF `wants` ON `originals`
WHEN old.`wants` <> new.`wants` AND new.`removed_at` IS NULL
BEGIN
	INSERT INTO `changes` (`kind`, `space_id`, `original_id`, `at`)
		VALUES ('original.wanted', new.`space_id`, new.`id`,
			CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER));
END;
