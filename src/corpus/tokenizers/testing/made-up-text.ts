/** Text for tests of tokenizers. */
import { randomFor } from '#base/random';

/** Words, signs, numbers, blanks and contractions of many scripts, put together at random. */
export function madeUpText(seed: number): string {
  const random = randomFor(seed, 'made-up text');
  const pieces =
    " |  |   |\n|\n\n|\t|\r\n|\u00a0|\u3000|\ufeff|\u0085|'s|'t|'re|'ve|'m|'ll|'d|'|''|'S|the|The|internationalisation|" +
    'straße|Ωμέγα|привет|世界|こんにちは|สวัสดี|नमस्ते|🦔|👩‍👩‍👧|e\u0301|½|٣|Ⅷ|7|12345|0x1f|...|--|»«|<|endoftext|>|{}|é|x|' +
    'aaaaaaaaaaaa|zzzqqq|TVqQAAMAAAAEAAAA|\u0000|\u0007|_|__init__|<pad>|    |\t\t|don’t|\ud800';
  const all = pieces.split('|');
  const text = Array.from({ length: 400 }, () => all[random.below(all.length)]!).join('');
  return Buffer.from(text).toString(); // a lone surrogate is no text
}
