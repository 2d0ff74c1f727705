import { sql } from 'drizzle-orm'
import {
  blob,
  check,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core'
import type { AccessRequestId, InviteId, PasskeyId, SessionId, UserId } from '#contracts/ids'

/** Times are Unix milliseconds in every table. */
export const users = sqliteTable(
  'users',
  {
    id: text().$type<UserId>().primaryKey(),
    username: text().notNull(),
    /** NFKC and lower case, so that two people cannot be told apart by case or form alone. */
    usernameFolded: text('username_folded').notNull().unique(),
    /** As it was given; unique and looked up in lower case. */
    email: text(),
    emailFolded: text('email_folded'),
    passwordHash: text('password_hash').notNull(),
    isAdmin: integer('is_admin', { mode: 'boolean' }).notNull().default(false),
    quotaBytes: integer('quota_bytes').notNull(),
    /** Invariant C: the originals of the spaces this user owns, plus what is reserved, is what is used. */
    usedBytes: integer('used_bytes').notNull().default(0),
    reservedBytes: integer('reserved_bytes').notNull().default(0),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at'),
    disabledAt: integer('disabled_at'),
    /** A deleted account can be brought back until it is purged. */
    deletedAt: integer('deleted_at'),
    /** Encrypted; set once the first code was right. See accounts/totp.ts. */
    totpSecret: text('totp_secret'),
    /** The last time step that was used: no code opens twice. */
    totpUsedStep: integer('totp_used_step'),
  },
  (table) => [
    uniqueIndex('users_by_email').on(table.emailFolded),
    index('users_by_age').on(table.createdAt, table.id),
    index('users_deleted').on(table.deletedAt).where(sql`deleted_at is not null`),
    /** Only admins are in it: "is there an admin?" never scans the users. */
    index('users_admins').on(table.isAdmin).where(sql`is_admin = 1`),
    /** Who keeps most. */
    index('users_by_use').on(table.usedBytes).where(sql`deleted_at is null`),
    check('users_bytes_not_negative', sql`${table.usedBytes} >= 0 and ${table.reservedBytes} >= 0`),
  ],
)

export const sessions = sqliteTable(
  'sessions',
  {
    id: text().$type<SessionId>().primaryKey(),
    /** SHA-256 of the token: the table alone opens nothing. */
    tokenHash: text('token_hash').notNull().unique(),
    userId: text('user_id')
      .$type<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: integer('created_at').notNull(),
    lastSeenAt: integer('last_seen_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    kind: text({ enum: ['web', 'api'] })
      .notNull()
      .default('web'),
    /** `Firefox on Linux`, from the User-Agent. */
    device: text(),
    /** A country code, if the edge said one. */
    place: text(),
    /** SHA-256 of the refresh token that is good now; only API sessions have one. */
    refreshHash: text('refresh_hash'),
    /** Which of the family's tokens that is. */
    refreshNumber: integer('refresh_number').notNull().default(0),
    refreshRotatedAt: integer('refresh_rotated_at'),
    refreshExpiresAt: integer('refresh_expires_at'),
  },
  (table) => [
    index('sessions_by_user').on(table.userId),
    index('sessions_by_expiry').on(table.expiresAt),
  ],
)

/** The code itself is made from the id with a secret key, so that a list can show it and the table cannot. */
export const invites = sqliteTable(
  'invites',
  {
    id: text().$type<InviteId>().primaryKey(),
    codeHash: text('code_hash').notNull().unique(),
    note: text().notNull(),
    email: text(),
    maxUses: integer('max_uses').notNull(),
    uses: integer().notNull().default(0),
    /** What a user who comes by it may keep; null: the default. */
    quotaBytes: integer('quota_bytes'),
    /** Null: made on the command line. */
    createdBy: text('created_by')
      .$type<UserId>()
      .references(() => users.id, { onDelete: 'set null' }),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    revokedAt: integer('revoked_at'),
  },
  (table) => [
    index('invites_by_age').on(table.createdAt, table.id),
    index('invites_by_creator').on(table.createdBy),
    check('invites_uses_in_bounds', sql`${table.uses} >= 0 and ${table.uses} <= ${table.maxUses}`),
  ],
)

export const accessRequests = sqliteTable(
  'access_requests',
  {
    id: text().$type<AccessRequestId>().primaryKey(),
    email: text().notNull(),
    /** One open request an address: asking again changes it. */
    emailFolded: text('email_folded').notNull(),
    username: text(),
    message: text().notNull(),
    state: text({ enum: ['pending', 'approved', 'declined'] }).notNull(),
    inviteId: text('invite_id')
      .$type<InviteId>()
      .references(() => invites.id, { onDelete: 'set null' }),
    createdAt: integer('created_at').notNull(),
    decidedAt: integer('decided_at'),
  },
  (table) => [
    uniqueIndex('access_requests_open').on(table.emailFolded).where(sql`state = 'pending'`),
    index('access_requests_by_age').on(table.state, table.createdAt, table.id),
    index('access_requests_by_invite').on(table.inviteId),
  ],
)

/** Links that let somebody choose a new password, once. */
export const passwordResets = sqliteTable(
  'password_resets',
  {
    tokenHash: text('token_hash').primaryKey(),
    userId: text('user_id')
      .$type<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [
    index('password_resets_by_user').on(table.userId),
    index('password_resets_by_expiry').on(table.expiresAt),
  ],
)

/** One-time codes for who has lost their authenticator. */
export const recoveryCodes = sqliteTable(
  'recovery_codes',
  {
    userId: text('user_id')
      .$type<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    codeHash: text('code_hash').notNull(),
    usedAt: integer('used_at'),
  },
  (table) => [primaryKey({ columns: [table.userId, table.codeHash] })],
)

export const passkeys = sqliteTable(
  'passkeys',
  {
    id: text().$type<PasskeyId>().primaryKey(),
    userId: text('user_id')
      .$type<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** Base64url, as the authenticator names it. */
    credentialId: text('credential_id').notNull().unique(),
    /** COSE. */
    publicKey: blob('public_key', { mode: 'buffer' }).notNull(),
    signCount: integer('sign_count').notNull(),
    transports: text().notNull(),
    name: text().notNull(),
    createdAt: integer('created_at').notNull(),
    lastUsedAt: integer('last_used_at'),
  },
  (table) => [index('passkeys_by_user').on(table.userId)],
)

/** What was sent to an authenticator and waits for its answer, once and for five minutes. */
export const passkeyChallenges = sqliteTable(
  'passkey_challenges',
  {
    challenge: text().primaryKey(),
    /** Null: somebody is signing in. */
    userId: text('user_id')
      .$type<UserId>()
      .references(() => users.id, { onDelete: 'cascade' }),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [
    index('passkey_challenges_by_user').on(table.userId),
    index('passkey_challenges_by_expiry').on(table.expiresAt),
  ],
)
