CREATE TABLE `edge_calls` (
	`day` integer PRIMARY KEY NOT NULL,
	`calls` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `file_captions` (
	`file_id` text PRIMARY KEY NOT NULL,
	`text` text NOT NULL,
	`engine` text NOT NULL,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `indexed_files` ADD `captioned_for` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `indexed_files_to_caption` ON `indexed_files` (`captioned_for`,`file_id`);--> statement-breakpoint
DROP VIEW `object_words`;
--> statement-breakpoint
CREATE VIEW `object_words` AS
	SELECT `indexed_files`.`file_id`, coalesce((SELECT group_concat(`phrase`, '; ') FROM (
		SELECT DISTINCT coalesce(`colour`.`value` || ' ', '') || `findings`.`label` AS `phrase`
		FROM `findings` LEFT JOIN json_each(`findings`.`colours`) AS `colour`
		WHERE `findings`.`file_id` = `indexed_files`.`file_id`
			AND NOT EXISTS (SELECT 1 FROM `removed_tags`
				WHERE `removed_tags`.`file_id` = `findings`.`file_id`
				AND `removed_tags`.`label` IN (`findings`.`label`,
					(SELECT `target` FROM `tag_aliases`
						WHERE `tag_aliases`.`space_id` = `removed_tags`.`space_id`
						AND `tag_aliases`.`label` = `findings`.`label`)))
		UNION ALL
		SELECT replace(`text`, ';', ',') FROM `file_captions`
		WHERE `file_captions`.`file_id` = `indexed_files`.`file_id`)), '') AS `words`
	FROM `indexed_files`;
--> statement-breakpoint
CREATE TRIGGER `words_of_caption` AFTER INSERT ON `file_captions`
BEGIN
	UPDATE `search_words` SET
		`objects` = coalesce((SELECT `words` FROM `object_words` WHERE `file_id` = new.`file_id`), '')
	WHERE `rowid` = (SELECT `id` FROM `search_documents` WHERE `file_id` = new.`file_id`);
END;
--> statement-breakpoint
CREATE TRIGGER `words_of_other_caption` AFTER UPDATE OF `text` ON `file_captions`
BEGIN
	UPDATE `search_words` SET
		`objects` = coalesce((SELECT `words` FROM `object_words` WHERE `file_id` = new.`file_id`), '')
	WHERE `rowid` = (SELECT `id` FROM `search_documents` WHERE `file_id` = new.`file_id`);
END;
--> statement-breakpoint
DROP TRIGGER `labels_for_new_embedding`;
--> statement-breakpoint
DROP TRIGGER `labels_for_changed_embedding`;
--> statement-breakpoint
CREATE TRIGGER `labels_for_new_embedding` AFTER INSERT ON `embeddings`
WHEN new.`model` NOT LIKE 'bge-m3@%'
BEGIN
	INSERT INTO `label_queue` (`file_id`, `space_id`) VALUES (new.`file_id`, new.`space_id`)
		ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER `labels_for_changed_embedding` AFTER UPDATE OF `vector` ON `embeddings`
WHEN new.`model` NOT LIKE 'bge-m3@%'
BEGIN
	INSERT INTO `label_queue` (`file_id`, `space_id`) VALUES (new.`file_id`, new.`space_id`)
		ON CONFLICT DO NOTHING;
END;
