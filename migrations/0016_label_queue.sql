DROP TRIGGER `labels_of_purged_space`;
--> statement-breakpoint
CREATE TRIGGER `labels_for_new_embedding` AFTER INSERT ON `embeddings`
BEGIN
	INSERT INTO `label_queue` (`file_id`, `space_id`) VALUES (new.`file_id`, new.`space_id`)
		ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER `labels_for_changed_embedding` AFTER UPDATE OF `vector` ON `embeddings`
BEGIN
	INSERT INTO `label_queue` (`file_id`, `space_id`) VALUES (new.`file_id`, new.`space_id`)
		ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
INSERT INTO `label_queue` (`file_id`, `space_id`)
	SELECT DISTINCT `file_id`, `space_id` FROM `embeddings`;
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
						AND `tag_aliases`.`label` = `findings`.`label`))))), '') AS `words`
	FROM `indexed_files`;
--> statement-breakpoint
DROP TRIGGER `words_of_indexed_file`;
--> statement-breakpoint
CREATE TRIGGER `words_of_indexed_file` AFTER UPDATE OF `indexed_at` ON `indexed_files`
BEGIN
	UPDATE `search_words` SET
		`objects` = (SELECT `words` FROM `object_words` WHERE `file_id` = new.`file_id`),
		`text` = coalesce((SELECT `text` FROM `file_texts` WHERE `file_id` = new.`file_id`), '')
	WHERE `rowid` = (SELECT `id` FROM `search_documents` WHERE `file_id` = new.`file_id`);
END;
--> statement-breakpoint
CREATE TRIGGER `words_without_removed_tag` AFTER INSERT ON `removed_tags`
BEGIN
	UPDATE `search_words` SET
		`objects` = coalesce((SELECT `words` FROM `object_words` WHERE `file_id` = new.`file_id`), '')
	WHERE `rowid` = (SELECT `id` FROM `search_documents` WHERE `file_id` = new.`file_id`);
END;
--> statement-breakpoint
CREATE TRIGGER `words_with_tag_again` AFTER DELETE ON `removed_tags`
BEGIN
	UPDATE `search_words` SET
		`objects` = coalesce((SELECT `words` FROM `object_words` WHERE `file_id` = old.`file_id`), '')
	WHERE `rowid` = (SELECT `id` FROM `search_documents` WHERE `file_id` = old.`file_id`);
END;
