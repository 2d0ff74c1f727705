import { z } from 'zod'
import { accountSchema, meSchema, sessionViewSchema, setupStateSchema } from '#contracts/accounts'
import { apiLogoutSchema, refreshResponseSchema, tokenResponseSchema } from '#contracts/auth'
import {
  passkeyListSchema,
  passkeyViewSchema,
  recoveryCodesSchema,
  totpOfferSchema,
} from '#contracts/second-factor'
import { bytes, done, json, type Operations } from '../operation.ts'

const page = bytes('text/html')
const received = json(z.object({ status: z.literal('received') }), 202)
const options = json(z.object({ options: z.record(z.string(), z.unknown()) }))
const logout = { 'application/json': apiLogoutSchema }

/** Getting in and out, and what people do with their own account. */
export const accountOperations: Operations = {
  'GET /login': { id: 'loginPage', says: 'The page to sign in.', answers: [page] },
  'GET /register': { id: 'registerPage', says: 'The page to register.', answers: [page] },
  'GET /request-access': {
    ...{ id: 'requestAccessPage', says: 'The page to ask for an invite.', answers: [page] },
  },
  'POST /login': {
    ...{ id: 'logInByName', says: 'Logs in by user name or e-mail and answers tokens.' },
    ...{
      answers: [json(tokenResponseSchema)],
      refuses: ['wrong_credentials', 'second_factor_required'],
    },
  },
  'POST /register': {
    ...{ id: 'registerByName', says: 'Makes an account with an invite code and answers tokens.' },
    ...{
      answers: [json(tokenResponseSchema, 201)],
      refuses: ['invite_required', 'name_taken', 'password_too_common'],
    },
  },
  'POST /logout': {
    ...{ id: 'logOutByToken', says: 'Ends the session behind a token.', sends: logout },
    answers: [json(z.object({ status: z.literal('logged out') }))],
    refuses: ['not_signed_in'],
  },
  'POST /request-access': {
    ...{ id: 'requestAccessByName', says: 'Asks an admin for an invite.', answers: [received] },
  },
  'POST /api/auth/login': {
    ...{ id: 'logIn', says: 'Logs in by user name or e-mail and answers tokens.' },
    ...{
      answers: [json(tokenResponseSchema)],
      refuses: ['wrong_credentials', 'second_factor_required'],
    },
  },
  'POST /api/auth/signup': {
    ...{ id: 'signUp', says: 'Makes an account and answers tokens.' },
    ...{
      answers: [json(tokenResponseSchema, 201)],
      refuses: ['invite_required', 'name_taken', 'password_too_common'],
    },
  },
  'POST /api/auth/register': {
    ...{ id: 'register', says: 'The same as signing up, by its other name.' },
    ...{
      answers: [json(tokenResponseSchema, 201)],
      refuses: ['invite_required', 'name_taken', 'password_too_common'],
    },
  },
  'POST /api/auth/refresh': {
    ...{ id: 'refresh', says: 'Gives a new access token for a refresh token, which is used up.' },
    ...{ answers: [json(refreshResponseSchema)], refuses: ['not_signed_in'] },
  },
  'POST /api/auth/logout': {
    ...{ id: 'logOut', says: 'Ends the session behind a token.', sends: logout },
    ...{ answers: [done], refuses: ['not_signed_in'] },
  },
  'POST /api/auth/request-access': {
    ...{ id: 'requestAccess', says: 'Asks an admin for an invite.', answers: [received] },
  },
  'POST /api/register': {
    ...{ id: 'registerOnPage', says: 'Registers from the page and sets its cookie.' },
    ...{
      answers: [json(meSchema, 201)],
      refuses: ['invite_required', 'name_taken', 'password_too_common'],
    },
  },
  'POST /api/password-reset': {
    ...{ id: 'resetPassword', says: 'Sets a new password with the code of an admin’s link.' },
    answers: [done],
  },
  'GET /api/setup': {
    ...{ id: 'readSetup', says: 'Whether the vault waits for its first admin.' },
    answers: [json(setupStateSchema)],
  },
  'POST /api/setup': {
    ...{ id: 'setUp', says: 'Makes the first admin with the code of the one-time link.' },
    ...{ answers: [json(meSchema, 201)], refuses: ['setup_done', 'forbidden'] },
  },
  'POST /api/session': {
    ...{ id: 'signIn', says: 'Signs in from the page and sets its cookie.' },
    ...{ answers: [json(meSchema)], refuses: ['wrong_credentials', 'second_factor_required'] },
  },
  'DELETE /api/session': { id: 'signOut', says: 'Ends this session.', answers: [done] },
  'POST /api/session/passkey/options': {
    ...{ id: 'offerPasskeySignIn', says: 'What a browser needs to sign in by passkey.' },
    answers: [options],
  },
  'POST /api/session/passkey': {
    ...{ id: 'signInWithPasskey', says: 'Signs in by passkey and sets the cookie.' },
    ...{ answers: [json(meSchema)], refuses: ['wrong_credentials'] },
  },
  'GET /api/me': {
    id: 'me',
    says: 'Who is signed in, and their spaces.',
    answers: [json(meSchema)],
  },
  'GET /api/account': {
    ...{ id: 'readAccount', says: 'What protects the account, and what its trash holds.' },
    answers: [json(accountSchema)],
  },
  'PATCH /api/account': {
    ...{ id: 'changeEmail', says: 'Changes the e-mail address.', answers: [done] },
    refuses: ['name_taken'],
  },
  'POST /api/account/password': {
    ...{ id: 'changePassword', says: 'Changes the password and ends all other sessions.' },
    ...{ answers: [done], refuses: ['wrong_credentials', 'password_too_common'] },
  },
  'GET /api/account/sessions': {
    ...{ id: 'listSessions', says: 'Where the account is signed in.' },
    answers: [json(z.object({ items: z.array(sessionViewSchema) }))],
  },
  'DELETE /api/account/sessions/:sessionId': {
    ...{ id: 'endSession', says: 'Ends one session.', answers: [done] },
  },
  'POST /api/account/sign-out-everywhere': {
    ...{ id: 'signOutEverywhere', says: 'Ends all sessions, or all but this one.' },
    answers: [done],
  },
  'POST /api/account/totp': {
    ...{ id: 'offerTotp', says: 'A secret for an app of one-time codes, not yet in force.' },
    ...{ answers: [json(totpOfferSchema)], refuses: ['wrong_credentials'] },
  },
  'POST /api/account/totp/confirm': {
    ...{ id: 'confirmTotp', says: 'Puts one-time codes in force and answers recovery codes.' },
    ...{ answers: [json(recoveryCodesSchema, 201)], refuses: ['wrong_credentials'] },
  },
  'DELETE /api/account/totp': {
    ...{ id: 'dropTotp', says: 'Signs in without one-time codes again.', answers: [done] },
    refuses: ['wrong_credentials'],
  },
  'POST /api/account/recovery-codes': {
    ...{ id: 'renewRecoveryCodes', says: 'New recovery codes; the old ones end.' },
    ...{ answers: [json(recoveryCodesSchema, 201)], refuses: ['wrong_credentials'] },
  },
  'GET /api/account/passkeys': {
    ...{ id: 'listPasskeys', says: 'The passkeys of the account.' },
    answers: [json(passkeyListSchema)],
  },
  'POST /api/account/passkeys/options': {
    ...{ id: 'offerPasskey', says: 'What a browser needs to make a passkey.' },
    ...{ answers: [options], refuses: ['wrong_credentials'] },
  },
  'POST /api/account/passkeys': {
    ...{ id: 'addPasskey', says: 'Adds a passkey that a browser made.' },
    answers: [json(passkeyViewSchema, 201)],
  },
  'DELETE /api/account/passkeys/:passkeyId': {
    ...{ id: 'removePasskey', says: 'Removes a passkey.', answers: [done] },
    refuses: ['wrong_credentials'],
  },
}
