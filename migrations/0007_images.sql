CREATE TABLE `image_counts` (
	`space_id` text PRIMARY KEY NOT NULL,
	`images` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `files_images` ON `files` (`space_id`,`created_at`,`id`) WHERE kind = 'image' and trashed_at is null;
--> statement-breakpoint
INSERT INTO `image_counts` (`space_id`, `images`)
	SELECT `space_id`, count(*) FROM `files` WHERE `kind` = 'image' AND `trashed_at` IS NULL GROUP BY 1;
--> statement-breakpoint
CREATE TRIGGER `image_added` AFTER INSERT ON `files`
WHEN new.`kind` = 'image' AND new.`trashed_at` IS NULL
BEGIN
	INSERT INTO `image_counts` (`space_id`, `images`) VALUES (new.`space_id`, 1)
		ON CONFLICT (`space_id`) DO UPDATE SET `images` = `images` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `image_removed` AFTER DELETE ON `files`
WHEN old.`kind` = 'image' AND old.`trashed_at` IS NULL
BEGIN
	UPDATE `image_counts` SET `images` = `images` - 1 WHERE `space_id` = old.`space_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `image_changed` AFTER UPDATE OF `kind`, `trashed_at`, `space_id` ON `files`
WHEN old.`kind` IS NOT new.`kind` OR old.`space_id` IS NOT new.`space_id`
	OR (old.`trashed_at` IS NULL) IS NOT (new.`trashed_at` IS NULL)
BEGIN
	UPDATE `image_counts` SET `images` = `images` - 1
		WHERE `space_id` = old.`space_id` AND old.`kind` = 'image' AND old.`trashed_at` IS NULL;
	INSERT INTO `image_counts` (`space_id`, `images`)
		SELECT new.`space_id`, 1 WHERE new.`kind` = 'image' AND new.`trashed_at` IS NULL
		ON CONFLICT (`space_id`) DO UPDATE SET `images` = `images` + 1;
END;
