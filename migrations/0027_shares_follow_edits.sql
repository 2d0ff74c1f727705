-- A link shows a picture as it is edited: with another edit, or none, addresses of the one before end.
CREATE TRIGGER `shares_of_edited_file_end` AFTER UPDATE OF `shown_edit` ON `files`
WHEN new.`shown_edit` <> old.`shown_edit`
	AND EXISTS (SELECT 1 FROM `shares` WHERE `space_id` = old.`space_id`)
BEGIN
	UPDATE `shares` SET `generation` = `generation` + 1
		WHERE `id` IN (SELECT `share_id` FROM `share_files` WHERE `file_id` = old.`id`);
	UPDATE `shares` SET `generation` = `generation` + 1
		WHERE `space_id` = old.`space_id` AND (`kind` = 'search'
			OR (SELECT `path` FROM `folders` WHERE `id` = old.`folder_id`) LIKE '%/' || `folder_id` || '/%'
			OR `folder_id` IN (SELECT `album_id` FROM `album_files` WHERE `file_id` = old.`id`));
END;
