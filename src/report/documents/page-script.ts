/**
 * The script that an HTML report carries: columns sort, rounds play. It enhances what stands there without it, reaches
 * nothing outside the page, and is named by its hash in the page's own policy.
 */
export const pageScript = `'use strict';
for (const box of document.querySelectorAll('[data-rounds]')) {
  const slider = box.querySelector('input');
  if (!slider) continue;
  const rounds = box.querySelectorAll('.round');
  const output = box.querySelector('output');
  slider.hidden = false;
  slider.addEventListener('input', () => {
    rounds.forEach((round, i) => { round.hidden = i !== Number(slider.value); });
    output.value = rounds[Number(slider.value)].dataset.spoken;
    slider.setAttribute('aria-valuetext', output.value);
  });
}
for (const table of document.querySelectorAll('table')) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  if (rows.length < 2) continue;
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement('button');
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const next = { ascending: 'descending', descending: '' }[head.ariaSort] ?? 'ascending';
      heads.forEach((other) => { other.removeAttribute('aria-sort'); });
      if (next) head.setAttribute('aria-sort', next);
      const sign = next === 'descending' ? -1 : 1;
      body.append(...(next ? rows.toSorted((a, b) => sign * compare(a.cells[column], b.cells[column])) : rows));
    });
  });
}
function compare(a, b) {
  const isNumber = 'number' in a.dataset || 'number' in b.dataset;
  if (!isNumber) return a.textContent.localeCompare(b.textContent);
  const of = (cell) => ('number' in cell.dataset ? Number(cell.dataset.number) : Infinity);
  return of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : 0;
}
`;
