-- Counted anew each time: a restored face must not be counted on top of a restored count.
DROP TRIGGER `people_of_new_face`;
--> statement-breakpoint
CREATE TRIGGER `people_of_new_face` AFTER INSERT ON `faces`
WHEN new.`person_id` IS NOT NULL
BEGIN
	UPDATE `people` SET `faces` = (SELECT count(*) FROM `faces` WHERE `person_id` = new.`person_id`)
	WHERE `id` = new.`person_id`;
END;
--> statement-breakpoint
DROP TRIGGER `people_of_moved_face`;
--> statement-breakpoint
CREATE TRIGGER `people_of_moved_face` AFTER UPDATE OF `person_id` ON `faces`
WHEN new.`person_id` IS NOT old.`person_id`
BEGIN
	UPDATE `people` SET `faces` = (SELECT count(*) FROM `faces` WHERE `person_id` = `people`.`id`)
	WHERE `id` IN (old.`person_id`, new.`person_id`);
END;
--> statement-breakpoint
DROP TRIGGER `people_of_gone_face`;
--> statement-breakpoint
CREATE TRIGGER `people_of_gone_face` AFTER DELETE ON `faces`
WHEN old.`person_id` IS NOT NULL
BEGIN
	UPDATE `people` SET `faces` = (SELECT count(*) FROM `faces` WHERE `person_id` = old.`person_id`)
	WHERE `id` = old.`person_id`;
	DELETE FROM `people` WHERE `id` = old.`person_id` AND `faces` = 0 AND `name` IS NULL;
END;
