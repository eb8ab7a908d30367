import { say } from '#core/said.js';
import { personRoles } from '#core/access/accounts.js';
import type { Role } from '#core/access/types.js';
import { Flag, Nested, OneOf, Pattern, Text, Texts } from '../http/fields.js';

const Code = (description: string) => Pattern(/^\d{6}$/, say`Must be six digits.`, { optional: true, description });

export class SignInForm {
  @Text(1, 200) loginName: string;
  @Text(1, 1000) password: string;
  @Code('Where the account has a second factor.') code?: string;
  @OneOf(['cookie', 'bearer'], {
    description: 'A browser takes the cookie; a client of another kind the bearer token.',
  })
  delivery: 'cookie' | 'bearer';
}

export class PasswordForm {
  @Text(1, 1000, { description: 'The password of now.' }) current: string;
  @Code('Where the account has a second factor, and the password of now is its owner’s choice.') code?: string;
  @Text(1, 1000, { description: 'The new one.' }) password: string;
}

export class NewFactorForm {
  @Text(1, 1000, { description: 'The password of now.' }) current: string;
}

export class FactorCodeForm {
  @Pattern(/^\d{6}$/, say`Must be six digits.`, { description: 'What the authenticator shows.' }) code: string;
}

export class ResetForm {
  @Flag({ description: 'Whether a new second factor is set up too, because the old one is lost.' })
  secondFactor: boolean;
}

export class UseResetForm {
  @Pattern(/^[0-9a-f-]{36}\.[0-9a-f]{64}$/, say`Must be the token of a reset.`) token: string;
  @Code('Where the account has a second factor that stays.') code?: string;
  @Text(1, 1000) password: string;
}

export class ScopeForm {
  @Texts(200, { description: 'Sector ids; none = all sectors.' }) sectors: string[];
  @Text(1, 100, { nullable: true, description: 'Party id, for liaisons only.' }) party: string | null;
}

export class NewAccountForm {
  @Text(2, 64) loginName: string;
  @Text(1, 200, { optional: true }) displayName?: string;
  @OneOf(personRoles) role: Role;
  @Nested(() => ScopeForm) scope: ScopeForm;
  @Text(1, 1000, { optional: true, description: 'Absent: one is made and returned once.' }) password?: string;
  @Flag() secondFactor: boolean;
}

export class AccountChangeForm {
  @Flag({ optional: true }) disabled?: boolean;
  @OneOf(personRoles, { optional: true }) role?: Role;
  @Nested(() => ScopeForm, { optional: true }) scope?: ScopeForm;
}

export class NewDeviceForm {
  @Text(1, 200) name: string;
  @Pattern(/^[A-Za-z0-9_-]{43}$/, say`Must be 32 bytes in base64url.`, { description: 'Ed25519 public key.' })
  publicKey: string;
  @Nested(() => ScopeForm) scope: ScopeForm;
}
