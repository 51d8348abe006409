/** Characters of a new password, and of one in the environment in production. Length over rules, as NIST SP 800-63B recommends. */
export const MIN_PASSWORD_LENGTH = 16;
