/** JSON that keeps every number: what JSON has no word for (NaN, infinities, minus zero) is written as text in an object. */

export function toExactJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'number' && (!Number.isFinite(member) || Object.is(member, -0))
      ? { $number: Object.is(member, -0) ? '-0' : String(member) }
      : member,
  );
}

export function fromExactJson(text: string): unknown {
  if (!text.includes('"$number"')) return JSON.parse(text); // looking at every member costs more than reading it
  return JSON.parse(text, (_key, member: unknown) =>
    member !== null && typeof member === 'object' && '$number' in member ? Number(member.$number) : member,
  );
}
