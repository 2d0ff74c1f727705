CREATE TABLE `copy_patterns` (
	`space_id` text NOT NULL,
	`places` text NOT NULL,
	`originals` integer NOT NULL,
	`bytes` integer NOT NULL,
	PRIMARY KEY(`space_id`, `places`)
);
--> statement-breakpoint
ALTER TABLE `originals` ADD `places` text DEFAULT '' NOT NULL;--> statement-breakpoint
UPDATE `originals` SET `places` = coalesce((SELECT group_concat(`place`) FROM
	(SELECT `place` FROM `copies` WHERE `original_id` = `originals`.`id` AND `state` = 'verified' ORDER BY `place`)), '');
--> statement-breakpoint
INSERT INTO `copy_patterns` (`space_id`, `places`, `originals`, `bytes`)
	SELECT `space_id`, `places`, count(*), sum(`size_bytes`) FROM `originals`
	WHERE `removed_at` IS NULL GROUP BY 1, 2;
--> statement-breakpoint
CREATE TRIGGER `places_of_new_copy` AFTER INSERT ON `copies` WHEN new.`state` = 'verified'
BEGIN
	UPDATE `originals` SET `places` = coalesce((SELECT group_concat(`place`) FROM
		(SELECT `place` FROM `copies` WHERE `original_id` = new.`original_id` AND `state` = 'verified' ORDER BY `place`)), '')
	WHERE `id` = new.`original_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `places_of_changed_copy` AFTER UPDATE OF `state` ON `copies`
WHEN (old.`state` = 'verified') <> (new.`state` = 'verified')
BEGIN
	UPDATE `originals` SET `places` = coalesce((SELECT group_concat(`place`) FROM
		(SELECT `place` FROM `copies` WHERE `original_id` = new.`original_id` AND `state` = 'verified' ORDER BY `place`)), '')
	WHERE `id` = new.`original_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `places_of_removed_copy` AFTER DELETE ON `copies` WHEN old.`state` = 'verified'
BEGIN
	UPDATE `originals` SET `places` = coalesce((SELECT group_concat(`place`) FROM
		(SELECT `place` FROM `copies` WHERE `original_id` = old.`original_id` AND `state` = 'verified' ORDER BY `place`)), '')
	WHERE `id` = old.`original_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `pattern_of_new_original` AFTER INSERT ON `originals` WHEN new.`removed_at` IS NULL
BEGIN
	INSERT INTO `copy_patterns` (`space_id`, `places`, `originals`, `bytes`)
		VALUES (new.`space_id`, new.`places`, 1, new.`size_bytes`)
		ON CONFLICT (`space_id`, `places`) DO UPDATE
		SET `originals` = `originals` + 1, `bytes` = `bytes` + excluded.`bytes`;
END;
--> statement-breakpoint
CREATE TRIGGER `pattern_of_changed_original` AFTER UPDATE OF `places`, `removed_at`, `space_id`, `size_bytes` ON `originals`
WHEN old.`places` <> new.`places` OR old.`space_id` <> new.`space_id` OR old.`size_bytes` <> new.`size_bytes`
	OR (old.`removed_at` IS NULL) <> (new.`removed_at` IS NULL)
BEGIN
	UPDATE `copy_patterns` SET `originals` = `originals` - 1, `bytes` = `bytes` - old.`size_bytes`
		WHERE old.`removed_at` IS NULL AND `space_id` = old.`space_id` AND `places` = old.`places`;
	INSERT INTO `copy_patterns` (`space_id`, `places`, `originals`, `bytes`)
		SELECT new.`space_id`, new.`places`, 1, new.`size_bytes` WHERE new.`removed_at` IS NULL
		ON CONFLICT (`space_id`, `places`) DO UPDATE
		SET `originals` = `originals` + 1, `bytes` = `bytes` + excluded.`bytes`;
	DELETE FROM `copy_patterns`
		WHERE `space_id` = old.`space_id` AND `places` = old.`places` AND `originals` = 0;
END;
--> statement-breakpoint
CREATE TRIGGER `pattern_of_removed_original` AFTER DELETE ON `originals` WHEN old.`removed_at` IS NULL
BEGIN
	UPDATE `copy_patterns` SET `originals` = `originals` - 1, `bytes` = `bytes` - old.`size_bytes`
		WHERE `space_id` = old.`space_id` AND `places` = old.`places`;
	DELETE FROM `copy_patterns`
		WHERE `space_id` = old.`space_id` AND `places` = old.`places` AND `originals` = 0;
END;
