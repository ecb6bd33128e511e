/** What floats elsewhere in the document and belongs to what has opened it: lists, calendars, panels, a phone's sheet. */
export const FLOATS = '.ant-select-dropdown, .ant-picker-dropdown, .ant-cascader-dropdown, [data-floating], .bottom-sheet';
