/**
 * TensorBoard's Event message, as far as scalars and texts go. Field numbers are those of tensorflow's event.proto,
 * summary.proto and tensor.proto.
 */

export interface Event {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: number;
  readonly scalars: readonly { readonly tag: string; readonly value: number }[];
}

/** First event of every file. */
export function versionEvent(wallTime: number): Uint8Array {
  return join([double(1, wallTime), bytes(3, Buffer.from('brain.Event:2'))]);
}

export function scalarEvent({ wallTime, step, scalars }: Event): Uint8Array {
  const values = scalars.map(({ tag, value }) => bytes(1, join([bytes(1, Buffer.from(tag)), float(2, value)])));
  return join([double(1, wallTime), varint(2, step), bytes(5, join(values))]);
}

/** A text under `tag`, which the Text tab shows as Markdown. */
export function textEvent(wallTime: number, tag: string, text: string): Uint8Array {
  const metadata = bytes(1, bytes(1, Buffer.from('text')));
  const shape = bytes(2, bytes(2, varint(1, 1)));
  const tensor = join([varint(1, 7), shape, bytes(8, Buffer.from(text))]);
  const value = join([bytes(1, Buffer.from(tag)), bytes(9, metadata), bytes(8, tensor)]);
  return join([double(1, wallTime), bytes(5, bytes(1, value))]);
}

/** Scalars of an event, also those that newer writers keep as tensors; null for an event that carries none. */
export function parseEvent(message: Buffer): Event | null {
  let [wallTime, step] = [0, 0];
  const scalars: { tag: string; value: number }[] = [];
  for (const field of fieldsOf(message)) {
    if (field.number === 1 && field.wire === 1) wallTime = field.data.readDoubleLE();
    else if (field.number === 2) step = Number(field.varint);
    else if (field.number === 5)
      for (const value of fieldsOf(field.data)) if (value.number === 1) scalars.push(...scalarOf(value.data));
  }
  return scalars.length > 0 ? { wallTime, step, scalars } : null;
}

function scalarOf(message: Buffer): { tag: string; value: number }[] {
  let tag = '';
  let found: number | undefined;
  for (const { number, wire, data } of fieldsOf(message)) {
    if (number === 1) tag = data.toString();
    else if (number === 2 && wire === 5) found = data.readFloatLE();
    else if (number === 8) found = tensorScalar(data);
  }
  return found === undefined ? [] : [{ tag, value: found }];
}

/** The number of a tensor that holds one, float32 or float64. */
function tensorScalar(message: Buffer): number | undefined {
  let type = 0;
  let value: number | undefined;
  for (const { number, wire, data, varint: integer } of fieldsOf(message)) {
    if (number === 1) type = Number(integer);
    else if (number === 4 && type === 1 && data.length === 4) value = data.readFloatLE();
    else if (number === 4 && type === 2 && data.length === 8) value = data.readDoubleLE();
    else if (number === 5 && type === 1) value = data.readFloatLE(wire === 2 ? 0 : undefined);
    else if (number === 6 && type === 2) value = data.readDoubleLE(wire === 2 ? 0 : undefined);
  }
  return value;
}

interface Field {
  readonly number: number;
  readonly wire: number;
  readonly varint: bigint;
  readonly data: Buffer;
}

const nothing = Buffer.alloc(0);

/** Fields of a protocol-buffer message, in order. @throws RangeError for bytes that are none */
function* fieldsOf(message: Buffer): Generator<Field> {
  let at = 0;
  const readVarint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message.readUInt8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
  };
  while (at < message.length) {
    const key = Number(readVarint());
    const [number, wire] = [key >>> 3, key & 7];
    if (wire === 0) yield { number, wire, varint: BigInt.asIntN(64, readVarint()), data: nothing };
    else {
      const size = wire === 1 ? 8 : wire === 5 ? 4 : wire === 2 ? Number(readVarint()) : -1;
      if (size < 0 || at + size > message.length) throw new RangeError(`a field of ${size} bytes at byte ${at}`);
      yield { number, wire, varint: 0n, data: message.subarray(at, at + size) };
      at += size;
    }
  }
}

function key(number: number, wire: number): Buffer {
  return Buffer.from([(number << 3) | wire]); // all fields here have numbers below 16
}
function varintBytes(value: number): Buffer {
  const out: number[] = [];
  let rest = BigInt(value);
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    out.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return Buffer.from(out);
}
function varint(number: number, value: number): Buffer {
  return Buffer.concat([key(number, 0), varintBytes(value)]);
}
function bytes(number: number, data: Uint8Array): Buffer {
  return Buffer.concat([key(number, 2), varintBytes(data.length), data]);
}
function double(number: number, value: number): Buffer {
  const data = Buffer.alloc(8);
  data.writeDoubleLE(value);
  return Buffer.concat([key(number, 1), data]);
}
function float(number: number, value: number): Buffer {
  const data = Buffer.alloc(4);
  data.writeFloatLE(value);
  return Buffer.concat([key(number, 5), data]);
}
function join(parts: readonly Uint8Array[]): Buffer {
  return Buffer.concat(parts);
}
