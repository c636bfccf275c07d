/** Line icons on a 16 px grid, 1.4 px strokes: one path each. */
export const icons = {
  groups: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11M5 3v3M10 6.5v3M7 10v3',
  experiment: 'M6 2.5h4M7 2.5v4L3.5 13h9L9 6.5v-4M5.3 10h5.4',
  runs: 'M2.5 12.5l3.2-4 2.6 2.2 5.2-6.7M2.5 2.5v11h11',
  compare: 'M3 3.5h10v9H3zM3 6.5h10M6.5 6.5v6M3 9.5h10',
  laws: 'M3 3h4.5v4.5H3zM8.5 3H13v4.5H8.5zM3 8.5h4.5V13H3zM8.5 8.5H13V13H8.5z',
  report: 'M4 2.5h5.5l2.5 2.5v8.5H4zM9.5 2.5V5H12M6 8h4M6 10.5h4',
  search: 'M7 2.8a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 0 0 0-8.4zM10.2 10.2l3 3',
  plus: 'M8 3.5v9M3.5 8h9',
  close: 'M4 4l8 8M12 4l-8 8',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  chevron: 'M6 4l4 4-4 4',
  refresh: 'M12.5 8a4.5 4.5 0 1 1-1.3-3.2M12.5 2.5v3h-3',
  warning: 'M8 2.8l5.7 10H2.3zM8 6.5v3M8 11.3v.1',
  check: 'M3.5 8.5l3 3 6-7',
  folder: 'M2.5 4h4l1.2 1.5h5.8v7h-11z',
  fold: 'M3 3h10v10H3zM6.5 3v10',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  play: 'M5 3.5l7 4.5-7 4.5z',
  stop: 'M4 4h8v8H4z',
  queued: 'M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3zM8 5.5V8l2 1.4',
  lock: 'M4 7.5h8v5.5H4zM5.8 7.5V5.2a2.2 2.2 0 0 1 4.4 0v2.3',
  unlock: 'M4 7.5h8v5.5H4zM5.8 7.5V5.2a2.2 2.2 0 0 1 4.2-.9',
  copy: 'M5.5 5.5h7v7h-7zM3.5 10.5v-7h7',
} as const;

export type IconName = keyof typeof icons;
