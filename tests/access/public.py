"""The addresses that anybody may open, by name. Every other one demands a signed-in person."""

PUBLIC = {
    "account_login", "account_logout", "account_signup", "account_inactive", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "account_confirm_email", "account_confirm_login_code", "account_email_verification_sent", "set_language",
    "openid_connect_login", "openid_connect_callback", "mfa_authenticate", "mfa_login_webauthn",
    "publicsite:home", "publicsite:tell", "publicsite:code", "publicsite:status", "publicsite:withdraw",
    "publicsite:leave", "publicsite:exit", "publicsite:rights", "publicsite:afterwards", "publicsite:helpers",
    "publicsite:signs", "publicsite:signs_peers", "publicsite:proof", "publicsite:check_proof",
    # A telephone's calendar cannot sign in: the address itself is the secret, and shows title, place, times and code.
    "prevention:feed",
    "teams:invitation", "quiz:phone",
}  # fmt: skip
