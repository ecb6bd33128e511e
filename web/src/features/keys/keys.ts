/** The keys that there are, by place. Each way is pressed together. */

export const SIGNS: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc' };

export const GROUPS = [
  {
    name: 'everywhere',
    keys: [
      { does: 'search', ways: [['Ctrl', 'K'], ['/']] },
      { does: 'map', ways: [['?']] },
      { does: 'close', ways: [['Escape']] },
      { does: 'save', ways: [['Ctrl', 'Enter']] },
      { does: 'sort', ways: [['Space', 'ArrowUp', 'ArrowDown']] },
    ],
  },
  {
    name: 'record',
    keys: [
      { does: 'next', ways: [['j']] },
      { does: 'previous', ways: [['k']] },
      { does: 'followUp', ways: [['f']] },
    ],
  },
  {
    name: 'list',
    keys: [
      { does: 'create', ways: [['n']] },
      { does: 'rows', ways: [['ArrowUp', 'ArrowDown'], ['j', 'k']] },
      { does: 'edges', ways: [['Ctrl', 'Home'], ['Ctrl', 'End']] },
      { does: 'open', ways: [['o']] },
      { does: 'peek', ways: [['p']] },
      { does: 'edit', ways: [['Enter'], ['F2']] },
      { does: 'onward', ways: [['Tab']] },
      { does: 'giveUp', ways: [['Escape']] },
      { does: 'select', ways: [['Space'], ['x']] },
      { does: 'selectMore', ways: [['Shift', 'ArrowUp'], ['Shift', 'ArrowDown']] },
      { does: 'selectAll', ways: [['Ctrl', 'A']] },
      { does: 'paste', ways: [['Ctrl', 'V']] },
    ],
  },
  {
    name: 'board',
    keys: [{ does: 'move', ways: [['Ctrl', 'ArrowLeft'], ['Ctrl', 'ArrowRight']] }],
  },
] as const;
