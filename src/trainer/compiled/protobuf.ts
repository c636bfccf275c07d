/** Writes protocol buffer messages: fields are byte sequences, a message is their concatenation. */

export type Bytes = Uint8Array;

/** A message of these fields. */
export function message(...fields: readonly Bytes[]): Bytes {
  return Buffer.concat(fields);
}

/** A whole number, a truth value or an enumeration's value. Negative ones take ten bytes, as the format wants it. */
export function whole(field: number, value: number | bigint | boolean): Bytes {
  return Buffer.concat([key(field, 0), varint(BigInt.asUintN(64, BigInt(value)))]);
}

/** A 32-bit floating-point number. */
export function float(field: number, value: number): Bytes {
  const four = Buffer.alloc(4);
  four.writeFloatLE(value);
  return Buffer.concat([key(field, 5), four]);
}

/** Text, bytes or a message within the message. */
export function nested(field: number, value: string | Bytes): Bytes {
  const content = typeof value === 'string' ? Buffer.from(value) : value;
  return Buffer.concat([key(field, 2), varint(BigInt(content.length)), content]);
}

/** An entry of a map whose keys are text. */
export function entry(field: number, name: string, value: string | Bytes): Bytes {
  return nested(field, message(nested(1, name), nested(2, value)));
}

function key(field: number, wire: number): Bytes {
  return varint(BigInt((field << 3) | wire));
}

function varint(value: bigint): Bytes {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
