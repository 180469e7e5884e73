// The data objects that a terminal and an acquirer meet: names in both languages, and which of them hold
// card data that may not be printed. Sources: EMV Book 3 Annex A, JR/T 0025 (PBOC) for 9F63 and 9F74.

export interface TagEntry {
  readonly zh: string;
  readonly en: string;
  /** True for PAN, tracks, holder's name and PIN data (PCI DSS 3.3.1, 3.4.1). */
  readonly sensitive: boolean;
}

const open = (zh: string, en: string): TagEntry => ({ zh, en, sensitive: false });
const secret = (zh: string, en: string): TagEntry => ({ zh, en, sensitive: true });

/** By tag, in upper-case hexadecimal. */
export const tagEntries: ReadonlyMap<string, TagEntry> = new Map([
  ['4F', open('应用标识符', 'application identifier (AID)')],
  ['50', open('应用标签', 'application label')],
  ['56', secret('磁道 1 数据', 'track 1 data')],
  ['57', secret('磁道 2 等效数据', 'track 2 equivalent data')],
  ['5A', secret('主账号', 'application PAN')],
  ['5F20', secret('持卡人姓名', 'cardholder name')],
  ['5F24', open('应用失效日期', 'application expiration date')],
  ['5F25', open('应用生效日期', 'application effective date')],
  ['5F28', open('发卡行国家代码', 'issuer country code')],
  ['5F2A', open('交易货币代码', 'transaction currency code')],
  ['5F30', secret('服务码', 'service code')],
  ['5F34', open('主账号序列号', 'PAN sequence number')],
  ['71', open('发卡行脚本模板 1', 'issuer script template 1')],
  ['72', open('发卡行脚本模板 2', 'issuer script template 2')],
  ['82', open('应用交互特征', 'application interchange profile (AIP)')],
  ['84', open('专用文件名称', 'dedicated file name')],
  ['86', open('发卡行脚本命令', 'issuer script command')],
  ['8A', open('授权响应码', 'authorisation response code')],
  ['8C', open('卡片风险管理数据对象列表 1', 'CDOL1')],
  ['8D', open('卡片风险管理数据对象列表 2', 'CDOL2')],
  ['8E', open('持卡人验证方法列表', 'CVM list')],
  ['91', open('发卡行认证数据', 'issuer authentication data')],
  ['95', open('终端验证结果', 'terminal verification results (TVR)')],
  ['99', secret('个人密码数据', 'transaction PIN data')],
  ['9A', open('交易日期', 'transaction date')],
  ['9B', open('交易状态信息', 'transaction status information (TSI)')],
  ['9C', open('交易类型', 'transaction type')],
  ['9F02', open('授权金额', 'amount, authorised')],
  ['9F03', open('其他金额', 'amount, other')],
  ['9F06', open('终端应用标识符', 'AID, terminal')],
  ['9F08', open('卡片应用版本号', 'application version number, card')],
  ['9F09', open('终端应用版本号', 'application version number, terminal')],
  ['9F10', open('发卡行应用数据', 'issuer application data')],
  ['9F1A', open('终端国家代码', 'terminal country code')],
  ['9F1E', open('接口设备序列号', 'interface device serial number')],
  ['9F1F', secret('磁道 1 自定义数据', 'track 1 discretionary data')],
  ['9F20', secret('磁道 2 自定义数据', 'track 2 discretionary data')],
  ['9F21', open('交易时间', 'transaction time')],
  ['9F26', open('应用密文', 'application cryptogram')],
  ['9F27', open('密文信息数据', 'cryptogram information data')],
  ['9F33', open('终端性能', 'terminal capabilities')],
  ['9F34', open('持卡人验证方法结果', 'CVM results')],
  ['9F35', open('终端类型', 'terminal type')],
  ['9F36', open('应用交易计数器', 'application transaction counter (ATC)')],
  ['9F37', open('不可预知数', 'unpredictable number')],
  ['9F41', open('交易序列计数器', 'transaction sequence counter')],
  ['9F4E', open('商户名称', 'merchant name and location')],
  ['9F63', open('卡产品标识信息', 'card product identification')],
  ['9F66', open('终端交易属性', 'terminal transaction qualifiers (TTQ)')],
  ['9F6B', secret('非接触磁道 2 数据', 'track 2 data, contactless')],
  ['9F6C', open('卡片交易属性', 'card transaction qualifiers (CTQ)')],
  ['9F74', open('电子现金发卡行授权码', 'electronic cash issuer authorisation code')],
]);

const unknown: TagEntry = secret('未知标签', 'unknown tag');

/** What a tag means. An unknown one counts as sensitive: nobody can say that it is not. */
export function tagEntry(tag: string): TagEntry {
  return tagEntries.get(tag) ?? unknown;
}
