/** Making an account with an invite. */
export function RegisterPage() {
  return <p>Register</p>
}

/** Asking an admin for an invite. */
export function RequestAccessPage() {
  return <p>Request access</p>
}

/** Choosing a new password with the link that an admin made. */
export function ResetPasswordPage() {
  return <p>Reset password</p>
}
