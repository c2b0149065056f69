// Network membership for IPv4 and IPv6 without a library: addresses become big integers.

interface Address {
  bits: 32 | 128;
  value: bigint;
}
export interface Network extends Address {
  prefix: number;
}

function parseAddress(text: string): Address | null {
  return text.includes(":") ? parseV6(text) : parseV4(text);
}

function parseV4(text: string): Address | null {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return null;
  return { bits: 32, value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
}

function parseV6(text: string): Address | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half) => (half === "" ? [] : half.split(":"))) as [string[], string[] | undefined];
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail ? missing < 1 : missing !== 0) return null;
  const words = [...head, ...Array<string>(tail ? missing : 0).fill("0"), ...(tail ?? [])];
  if (!words.every((word) => /^[0-9a-f]{1,4}$/i.test(word))) return null;
  return { bits: 128, value: words.reduce((sum, word) => sum * 65536n + BigInt(`0x${word}`), 0n) };
}

export function parseNetwork(text: string): Network | null {
  const [base, prefixText, ...more] = text.split("/");
  const address = parseAddress(base ?? "");
  if (!address || more.length || !/^\d{1,3}$/.test(prefixText ?? "")) return null;
  const prefix = Number(prefixText);
  return prefix <= address.bits ? { ...address, prefix } : null;
}

export function contains(network: Network, text: string): boolean {
  const address = parseAddress(text);
  if (!address || address.bits !== network.bits) return false;
  const shift = BigInt(network.bits - network.prefix);
  return address.value >> shift === network.value >> shift;
}
