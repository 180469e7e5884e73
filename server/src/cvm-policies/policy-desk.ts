// Banks' policies for payments without a PIN: the versions, a draft that a second person publishes, and what a draft
// would have made of the last payments.

import type { CvmPolicyVersion, CvmPolicyView, CvmPreview, CvmRulesForm } from '../http/api.js';
import type { PolicyDesk } from '../http/index.js';
import { askedUnder, type PaymentBefore, policyOf } from '../issuer/index.js';
import {
  type CardRow,
  type CvmRules,
  type Directory,
  type IssuerRow,
  type Sql,
  tellBanksChanged,
} from '../store/index.js';

export interface PolicyPorts {
  readonly sql: Sql;
  readonly directory: Pick<Directory, 'issuer' | 'refresh'>;
  /** Where tills stand: ISO 3166-1 numeric. */
  readonly country: string;
  /** Of their local time: an IANA name. */
  readonly timeZone: string;
  now(): number;
}

/** Payments that a preview looks back over. */
const LOOK_BACK = 5_000;

interface VersionRow {
  readonly issuer_id: string;
  readonly name: string;
  readonly version: number;
  readonly rules: CvmRules;
  readonly state: 'draft' | 'published';
  readonly proposed_by: string;
  readonly published_by: string | null;
  readonly published_at: number | null;
}

export function createPolicyDesk(ports: PolicyPorts): PolicyDesk {
  const { sql, directory } = ports;
  return {
    list: () => listPolicies(ports),
    async propose(person, issuerId, name, rules) {
      if (!directory.issuer(issuerId)) return 'TG_POLICY_UNKNOWN';
      // The newest draft is the draft: an older one was never in force.
      await sql.begin(async (step) => {
        await step.unsafe(`delete from cvm_policy where issuer_id = $1 and name = $2 and state = 'draft'`, [
          ...[issuerId, name],
        ]);
        await step.unsafe(
          `insert into cvm_policy (issuer_id, name, version, rules, state, proposed_by)
           select $1, $2, coalesce(max(version), 0) + 1, $3::text::json, 'draft', $4 from cvm_policy
           where issuer_id = $1 and name = $2`,
          [issuerId, name, JSON.stringify(rules), person],
        );
      });
      return 'proposed';
    },
    async publish(person, issuerId, name, version) {
      const key = [issuerId, name, version];
      const [draft] = await sql.unsafe(
        `select proposed_by from cvm_policy where issuer_id = $1 and name = $2 and version = $3 and state = 'draft'`,
        key,
      );
      if (!draft) return 'TG_POLICY_NO_DRAFT';
      if (draft.proposed_by === person) return 'TG_POLICY_SAME_PERSON';
      const published = await sql.begin(async (step) => {
        await tellBanksChanged(step);
        return step.unsafe(
          `update cvm_policy set state = 'published', published_by = $4, published_at = $5
           where issuer_id = $1 and name = $2 and version = $3 and state = 'draft' returning 1`,
          [...key, person, ports.now()],
        );
      });
      await directory.refresh();
      return published.length === 1 ? 'published' : 'TG_POLICY_NO_DRAFT';
    },
    preview: (issuerId, name, rules) => preview(ports, issuerId, name, rules),
  };
}

async function listPolicies({ sql, directory }: PolicyPorts): Promise<readonly CvmPolicyView[]> {
  const [versions, used] = (await Promise.all([
    sql.unsafe('select * from cvm_policy order by issuer_id, name, version desc'),
    sql.unsafe(
      'select issuer_id, cvm_policy as name, count(*)::int as cards from card group by 1, 2 order by 1, 2',
    ),
  ])) as unknown as [
    readonly VersionRow[],
    ReadonlyArray<{ readonly issuer_id: string; readonly name: string; readonly cards: number }>,
  ];
  return used.flatMap(({ issuer_id: issuerId, name, cards }) => {
    const issuer = directory.issuer(issuerId);
    if (!issuer) return [];
    const own = versions.filter((row) => row.issuer_id === issuerId && row.name === name);
    const published = own.find(({ state }) => state === 'published');
    const draft = own.find(({ state }) => state === 'draft');
    return {
      ...{ issuerId, issuerName: { zh: issuer.name_zh, en: issuer.name_en }, name, cards },
      inForce: published ? versionOf(published) : builtIn(issuer, name),
      draft: draft ? versionOf(draft) : null,
    };
  });
}

function versionOf(row: VersionRow): CvmPolicyVersion {
  return {
    ...{ version: row.version, rules: row.rules, proposedBy: row.proposed_by },
    ...{ publishedBy: row.published_by, publishedAt: row.published_at },
  };
}

function builtIn(issuer: IssuerRow, name: string): CvmPolicyVersion {
  const { version, rules } = policyOf(issuer, { cvm_policy: name });
  return { version, rules, proposedBy: '', publishedBy: null, publishedAt: null };
}

interface PaidRow {
  readonly rrn: string;
  readonly merchant_id: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly mcc: string;
  readonly no_pin_limit_minor: number;
  readonly amount_minor: number;
  readonly entry_mode: string;
  readonly business_date: string;
  readonly local_time: string;
  readonly original_rrn: string | null;
  readonly confirmed_by: string | null;
  readonly card: CardRow;
}

async function preview(
  { sql, directory, country, timeZone }: PolicyPorts,
  issuerId: string,
  name: string,
  rules: CvmRulesForm,
): Promise<CvmPreview | undefined> {
  const issuer = directory.issuer(issuerId);
  if (!issuer) return undefined;
  // One that was asked and then paid with the PIN is one payment: the second of its rows.
  const rows = (await sql.unsafe(
    `select t.rrn, t.merchant_id, m.name_zh, m.name_en, m.mcc, m.no_pin_limit_minor, t.amount_minor, t.entry_mode,
       t.business_date, t.original_rrn, t.figures->>'confirmedBy' as confirmed_by, to_json(c) as card,
       to_char(to_timestamp(t.received_at / 1000) at time zone $4, 'HH24MISS') as local_time
     from transaction t join card c using (card_id) join merchant m using (merchant_id)
     where c.issuer_id = $1 and c.cvm_policy = $2 and t.kind in ('purchase', 'pre-authorization')
       and (t.auth_code is not null or (t.answer_code = '70'
         and not exists (select from transaction f where f.original_rrn = t.rrn)))
     order by t.received_at desc limit $3`,
    [issuerId, name, LOOK_BACK, timeZone],
  )) as unknown as readonly PaidRow[];
  const payments = rows.map((row) => paymentOf(row, issuer.country !== country)).reverse();
  const now = askedUnder(policyOf(issuer, { cvm_policy: name }), payments);
  const then = askedUnder({ name, version: 0, rules }, payments);
  return compare(rows, now, then);
}

function paymentOf(row: PaidRow, isAbroad: boolean): PaymentBefore {
  const withPin = row.entry_mode.endsWith('1');
  return {
    ...{ rrn: row.rrn, merchantId: row.merchant_id, amountMinor: row.amount_minor, isAbroad },
    ...{ noPinLimitMinor: row.no_pin_limit_minor, localDate: row.business_date },
    ...{ localTime: row.local_time, category: row.mcc, card: row.card },
    entryMode: `${row.entry_mode.slice(0, 2)}2`,
    broughtPin: withPin && row.original_rrn === null,
    confirmedOnPhone: row.confirmed_by !== null,
  };
}

function compare(rows: readonly PaidRow[], now: ReadonlySet<string>, then: ReadonlySet<string>): CvmPreview {
  const merchants = new Map<string, CvmPreview['merchants'][number]>();
  for (const { rrn, merchant_id: merchantId, name_zh: zh, name_en: en } of rows) {
    const one = merchants.get(merchantId) ?? { merchantId, name: { zh, en }, payments: 0, more: 0, fewer: 0 };
    merchants.set(merchantId, {
      ...one,
      payments: one.payments + 1,
      more: one.more + (then.has(rrn) && !now.has(rrn) ? 1 : 0),
      fewer: one.fewer + (now.has(rrn) && !then.has(rrn) ? 1 : 0),
    });
  }
  const all = [...merchants.values()];
  const sum = (of: 'more' | 'fewer'): number => all.reduce((total, one) => total + one[of], 0);
  return {
    ...{
      payments: rows.length,
      askedNow: now.size,
      askedThen: then.size,
      more: sum('more'),
      fewer: sum('fewer'),
    },
    merchants: all
      .filter(({ more, fewer }) => more + fewer > 0)
      .sort((left, right) => right.more + right.fewer - left.more - left.fewer),
  };
}
