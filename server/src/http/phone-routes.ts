// The phone page's interface under /api/phone. A holder's session opens the holder's own cards and payments, and
// nothing of the console; the console's sessions open nothing here.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendError } from './errors.js';
import type { PhoneDesk } from './phone-desk.js';
import type {
  CardSettings,
  ConfirmationOrder,
  Holder,
  NewPasskey,
  PasskeyAnswer,
  PaymentCodeOrder,
  PinOrder,
} from './phone-shapes.js';

const COOKIE = 'tillgate-phone';

const object = <Properties extends object>(properties: Properties, optional: readonly string[] = []) => ({
  type: 'object',
  properties,
  additionalProperties: false,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});
const body = (schema: object) => ({ schema: { body: schema } });

const MOBILE = { type: 'string', pattern: '^[0-9]{6,15}$' } as const;
const CODE = { type: 'string', pattern: '^[0-9]{6}$' } as const;
const BYTES = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,4000}$' } as const;
const AMOUNT = { type: 'integer', minimum: 0, maximum: 999_999_999_999 } as const;
const LIMIT = { ...AMOUNT, minimum: 1 } as const;
const ANSWER = object({ credentialId: BYTES, clientData: BYTES, authenticatorData: BYTES, signature: BYTES });
const PROOF = { oneOf: [object({ passkey: ANSWER }), object({ code: CODE })] };
const NONCE = { type: 'string', pattern: '^[A-Za-z0-9_-]{43}$' } as const;
/** Two times that differ. */
const HOURS = '^(?!(.{4})-\\1)([01][0-9]|2[0-3])[0-5][0-9]-([01][0-9]|2[0-3])[0-5][0-9]$';
const SETTINGS = {
  status: { enum: ['active', 'frozen', 'lost', 'stolen'] },
  onlinePin: { type: 'boolean' },
  noPinLimitMinor: { ...AMOUNT, nullable: true },
  perTransactionMinor: LIMIT,
  dailyMinor: LIMIT,
  phoneConfirmAboveMinor: { ...AMOUNT, nullable: true },
  pinAndPhoneAboveMinor: { ...AMOUNT, nullable: true },
  payHours: { type: 'string', nullable: true, pattern: HOURS },
  stripeUse: { type: 'boolean' },
};

export async function phoneRoutes(app: FastifyInstance, desk: PhoneDesk): Promise<void> {
  signInRoutes(app, desk);
  const forHolder = holderGate(desk);
  passkeyRoutes(app, desk, forHolder);
  paymentRoutes(app, desk, forHolder);
  pinRoutes(app, desk, forHolder);
  app.get(
    '/view',
    forHolder((holder) => desk.view(holder)),
  );
  const code = object({
    kind: { enum: ['once', 'recurring'] },
    limitMinor: { ...LIMIT, nullable: true },
    minutes: { type: 'integer', minimum: 1, maximum: 43_200 },
    needsPhone: { type: 'boolean' },
  });
  app.post(
    '/cards/:card/code',
    body(code),
    forHolder((holder, request) => desk.issueCode(holder, cardOf(request), request.body as PaymentCodeOrder)),
  );
  app.post(
    '/cards/:card/code/revoke',
    forHolder(async (holder, request) =>
      (await desk.revokeCode(holder, cardOf(request))) ? { status: 'revoked' } : undefined,
    ),
  );
  app.post(
    '/cards/:card',
    body(object(SETTINGS, Object.keys(SETTINGS))),
    forHolder(async (holder, request) => {
      return orRefusal(await desk.setCard(holder, cardOf(request), request.body as CardSettings));
    }),
  );
}

function cardOf(request: FastifyRequest): number {
  return Number((request.params as { card: string }).card);
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
type HolderHandler = (holder: Holder, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** A refusal is told with its reason; anything else is the answer. */
class Refused {
  constructor(readonly code: string) {}
}

function orRefusal(done: string): object {
  return done.startsWith('TG_') ? new Refused(done) : { status: done };
}

/** Answers 401 itself where nobody has signed in. */
function holderGate(desk: PhoneDesk): (handle: HolderHandler) => Handler {
  return (handle) => async (request, reply) => {
    const token = tokenOf(request);
    const holder = token === undefined ? undefined : await desk.who(token);
    if (!holder) return sendError(reply, 401, 'TG_NOT_SIGNED_IN');
    const answer = await handle(holder, request, reply);
    if (answer === undefined) return sendError(reply, 404, 'TG_NOT_FOUND');
    return answer instanceof Refused ? sendError(reply, 409, answer.code) : answer;
  };
}

function tokenOf({ headers }: FastifyRequest): string | undefined {
  return /(?:^|;\s*)tillgate-phone=([A-Za-z0-9_-]{43})/.exec(headers.cookie ?? '')?.[1];
}

function signInRoutes(app: FastifyInstance, desk: PhoneDesk): void {
  const open = (reply: FastifyReply, done: Awaited<ReturnType<PhoneDesk['signIn']>>) => {
    if (typeof done === 'string') return sendError(reply, 409, done);
    reply.header('set-cookie', `${COOKIE}=${done.token}; Path=/api/phone; HttpOnly; SameSite=Strict`);
    return done.holder;
  };
  app.post('/code', body(object({ mobile: MOBILE })), async (request, reply) => {
    const done = await desk.sendSignInCode((request.body as { mobile: string }).mobile);
    return done === 'sent' ? { status: done } : sendError(reply, 409, done);
  });
  app.post('/sign-in', body(object({ mobile: MOBILE, code: CODE })), async (request, reply) => {
    const { mobile, code } = request.body as { mobile: string; code: string };
    return open(reply, await desk.signIn(mobile, code));
  });
  app.post('/passkey-question', body(object({ mobile: MOBILE })), async (request) =>
    desk.askPasskey((request.body as { mobile: string }).mobile),
  );
  app.post('/passkey-sign-in', body(object({ mobile: MOBILE, answer: ANSWER })), async (request, reply) => {
    const { mobile, answer } = request.body as { mobile: string; answer: PasskeyAnswer };
    return open(reply, await desk.signInByPasskey(mobile, answer));
  });
  app.post('/sign-out', async (request, reply) => {
    const token = tokenOf(request);
    if (token !== undefined) await desk.signOut(token);
    reply.header('set-cookie', `${COOKIE}=; Path=/api/phone; HttpOnly; SameSite=Strict; Max-Age=0`);
    return { status: 'ok' };
  });
}

type Gate = ReturnType<typeof holderGate>;

function passkeyRoutes(app: FastifyInstance, desk: PhoneDesk, forHolder: Gate): void {
  app.post(
    '/passkeys/question',
    forHolder((holder) => desk.askNewPasskey(holder)),
  );
  const passkey = object({
    ...{ credentialId: BYTES, clientData: BYTES, authenticatorData: BYTES, publicKey: BYTES },
    label: { type: 'string', maxLength: 60 },
  });
  app.post(
    '/passkeys',
    body(passkey),
    forHolder(async (holder, request) =>
      orRefusal(await desk.addPasskey(holder, request.body as NewPasskey)),
    ),
  );
}

function paymentRoutes(app: FastifyInstance, desk: PhoneDesk, forHolder: Gate): void {
  const rrnOf = (request: FastifyRequest): string => (request.params as { rrn: string }).rrn;
  app.post(
    '/scan',
    body(object({ link: { type: 'string', maxLength: 2000 } })),
    forHolder(async (holder, request) => {
      const done = await desk.scan(holder, (request.body as { link: string }).link);
      return typeof done === 'string' ? new Refused(done) : done;
    }),
  );
  app.get(
    '/payments/:rrn/question',
    forHolder((holder, request) => desk.ask(holder, rrnOf(request))),
  );
  app.post(
    '/payments/:rrn/code',
    forHolder(async (holder, request) => orRefusal(await desk.sendConfirmationCode(holder, rrnOf(request)))),
  );
  const order = object({
    proof: PROOF,
    seen: {
      oneOf: [object({ token: BYTES }), object({ number: { type: 'string', pattern: '^[0-9]{2}$' } })],
    },
  });
  app.post(
    '/payments/:rrn/confirm',
    body(order),
    forHolder(async (holder, request) =>
      orRefusal(await desk.confirm(holder, rrnOf(request), request.body as ConfirmationOrder)),
    ),
  );
  app.post(
    '/payments/:rrn/refuse',
    forHolder(async (holder, request) => orRefusal(await desk.refuse(holder, rrnOf(request)))),
  );
  app.get(
    '/references/:rrn',
    forHolder((holder, request) => desk.explain(holder, rrnOf(request))),
  );
  app.post(
    '/payments/:rrn/dispute',
    forHolder(async (holder, request) =>
      (await desk.dispute(holder, rrnOf(request))) ? { status: 'disputed' } : undefined,
    ),
  );
}

/** A PIN comes sealed for its bank's key: no body of a request ever holds one in clear. */
function pinRoutes(app: FastifyInstance, desk: PhoneDesk, forHolder: Gate): void {
  app.post(
    '/cards/:card/pin/begin',
    forHolder(async (holder, request) => {
      const terms = await desk.beginPin(holder, cardOf(request));
      return typeof terms === 'string' ? new Refused(terms) : terms;
    }),
  );
  app.post(
    '/cards/:card/pin/code',
    body(object({ nonce: NONCE })),
    forHolder(async (holder, request) => {
      const { nonce } = request.body as { nonce: string };
      return orRefusal(await desk.sendPinCode(holder, cardOf(request), nonce));
    }),
  );
  app.post(
    '/cards/:card/pin',
    body(object({ nonce: NONCE, ephemeralKey: BYTES, sealed: BYTES, proof: PROOF })),
    forHolder(async (holder, request) =>
      orRefusal(await desk.setPin(holder, cardOf(request), request.body as PinOrder)),
    ),
  );
}
