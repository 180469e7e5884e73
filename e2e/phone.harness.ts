// A cardholder's phone without a screen, from outside: the interface of the phone page, and an authenticator in
// software that signs what it is asked (W3C Web Authentication).

import {
  createCipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  sign,
} from 'node:crypto';

export interface PhoneAnswer {
  readonly status: number;
  /** Status of what was done, or the code of its refusal. */
  readonly said: string;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Question {
  readonly challenge: string;
  readonly relyingParty: string;
}

export class Phone {
  readonly #http: string;
  readonly #mobile: string;
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #credential = randomBytes(20);
  #cookie = '';
  #count = 0;

  /** @param http such as `http://localhost:8080`: passkeys know names, not numbers */
  constructor(http: string, mobile: string) {
    this.#http = http;
    this.#mobile = mobile;
  }

  async ask(method: 'GET' | 'POST', path: string, content?: object): Promise<PhoneAnswer> {
    const answer = await fetch(`${this.#http}/api/phone${path}`, {
      method,
      headers: { cookie: this.#cookie, ...(content && { 'content-type': 'application/json' }) },
      ...(content && { body: JSON.stringify(content) }),
    });
    const [cookie] = (answer.headers.get('set-cookie') ?? '').split(';');
    if (cookie) this.#cookie = cookie;
    const body = (await answer.json()) as Readonly<Record<string, unknown>>;
    const error = body.error as { readonly code: string } | undefined;
    return { status: answer.status, said: error?.code ?? String(body.status ?? ''), body };
  }

  post(path: string, content?: object): Promise<PhoneAnswer> {
    return this.ask('POST', path, content);
  }

  /** Signs in with the code that the host sent. */
  async signIn(): Promise<PhoneAnswer> {
    await this.post('/code', { mobile: this.#mobile });
    return this.post('/sign-in', { mobile: this.#mobile, code: await this.lastCode() });
  }

  /** The six digits of the newest message to this phone. */
  async lastCode(): Promise<string> {
    const answer = await fetch(`${this.#http}/api/demo/outbox`);
    const messages = (await answer.json()) as ReadonlyArray<{
      readonly mobile: string;
      readonly body: string;
    }>;
    const newest = messages.find(({ mobile }) => mobile === this.#mobile)?.body ?? '';
    return /\b(\d{6})\b/.exec(newest.replace(/\d+\.\d\d/g, ''))?.[1] ?? '';
  }

  async addPasskey(): Promise<PhoneAnswer> {
    const { body } = await this.post('/passkeys/question');
    const question = body as unknown as Question;
    const attested = Buffer.concat([
      Buffer.alloc(16),
      Buffer.from([0, this.#credential.length]),
      this.#credential,
    ]);
    return this.post('/passkeys', {
      credentialId: this.#credential.toString('base64url'),
      clientData: this.#client('webauthn.create', question.challenge).toString('base64url'),
      authenticatorData: Buffer.concat([this.#data(question, 0x45), attested]).toString('base64url'),
      publicKey: this.#keys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64url'),
      label: 'software',
    });
  }

  /** The proof for one payment: what the passkey signs of it. */
  async sign(rrn: string): Promise<object> {
    const { body } = await this.ask('GET', `/payments/${rrn}/question`);
    return { passkey: this.answerTo(body as unknown as Question) };
  }

  answerTo(question: Question): object {
    const client = this.#client('webauthn.get', question.challenge);
    const data = this.#data(question, 0x05);
    const signed = Buffer.concat([data, createHash('sha256').update(client).digest()]);
    return {
      credentialId: this.#credential.toString('base64url'),
      clientData: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: sign('sha256', signed, this.#keys.privateKey).toString('base64url'),
    };
  }

  /** A PIN as the page seals it: its field, for the bank's key, bound to card, nonce and time. */
  seal(pin: string, terms: Readonly<Record<string, unknown>>): { ephemeralKey: string; sealed: string } {
    const [PURPOSE, part] = [
      'tillgate phone PIN 1',
      (name: string) => Buffer.from(String(terms[name]), 'base64url'),
    ];
    const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const ephemeral = own.publicKey.export({ format: 'der', type: 'spki' });
    const bank = createPublicKey({ key: part('publicKey'), format: 'der', type: 'spki' });
    const secret = diffieHellman({ privateKey: own.privateKey, publicKey: bank });
    const key = Buffer.from(hkdfSync('sha256', secret, ephemeral, PURPOSE, 32));
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(BigInt(Number(terms.at)));
    const bound = Buffer.concat([Buffer.from(PURPOSE), part('handle'), part('nonce'), time]);
    const digits = `4${pin.length.toString(16)}${pin}`.padEnd(16, 'a');
    const field = Buffer.concat([Buffer.from(digits, 'hex'), randomBytes(8)]);
    const cipher = createCipheriv('aes-256-gcm', key, Buffer.alloc(12)).setAAD(bound);
    const sealed = Buffer.concat([cipher.update(field), cipher.final(), cipher.getAuthTag()]);
    return { ephemeralKey: ephemeral.toString('base64url'), sealed: sealed.toString('base64url') };
  }

  #client(type: string, challenge: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.#http, crossOrigin: false }));
  }

  #data({ relyingParty }: Question, flags: number): Buffer {
    this.#count += 1;
    const counted = Buffer.alloc(5);
    counted[0] = flags;
    counted.writeUInt32BE(this.#count, 1);
    return Buffer.concat([createHash('sha256').update(relyingParty).digest(), counted]);
  }
}
