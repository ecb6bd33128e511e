//! The limits of what a caller may ask for, in one place.

/// Rows of one list page, at most.
pub const PAGE_ROWS: usize = 200;
/// Rows of one list page when the caller doesn't say.
pub const PAGE_DEFAULT: usize = 50;
/// A list's total is counted up to here and then said to be inexact.
pub const COUNT_CAP: u64 = 1_000;
/// Nesting of a filter tree.
pub const FILTER_DEPTH: usize = 8;
/// Tests in one filter tree.
pub const FILTER_TESTS: usize = 100;
/// Values in one `in` list.
pub const FILTER_VALUES: usize = 500;
/// References that a field path may pass through (`account.parent.region` has two).
pub const PATH_HOPS: usize = 3;
/// Sort keys of one list.
pub const SORT_KEYS: usize = 4;
/// Fields that aggregates may be grouped by.
pub const GROUP_FIELDS: usize = 3;
/// Groups in one aggregate answer; more are cut and said to be.
pub const GROUPS: usize = 1_000;
/// Operations in one batch.
pub const BATCH_ROWS: usize = 1_000;
/// Characters of an api name.
pub const NAME_CHARS: usize = 40;
/// Characters of a label.
pub const LABEL_CHARS: usize = 60;
/// Characters of a text field when its definition doesn't say.
pub const TEXT_CHARS: usize = 255;
/// Characters of a text field, at most: what an index entry of PostgreSQL can hold (2 700 bytes).
pub const TEXT_CHARS_MAX: usize = 600;
/// Characters of an address's line.
pub const ADDRESS_CHARS: usize = 200;
/// Files in one field, at most.
pub const FIELD_FILES: usize = 50;
/// Records that one field with several references holds, at most.
pub const FIELD_RECORDS: usize = 100;
/// Lines of one sub-table, at most.
pub const LINES: usize = 500;
/// Bytes that the lines of one sub-table take, at most.
pub const LINES_BYTES: usize = 256 * 1024;
/// Columns of one sub-table, at most.
pub const LINE_COLUMNS: usize = 30;
/// Sub-tables of one object, at most.
pub const SUB_TABLES: usize = 5;
/// Stars of a rating, at most.
pub const STARS: i64 = 10;
/// Levels of a cascading choice.
pub const CASCADE_LEVELS: usize = 5;
/// Characters of a search over all objects.
pub const SEARCH_CHARS: usize = 200;
/// Hits of each object when nobody says how many.
pub const SEARCH_DEFAULT: usize = 5;
/// Hits of each object, at most.
pub const SEARCH_ROWS: usize = 50;
/// Characters of a long text.
pub const LONG_TEXT_CHARS: usize = 100_000;
/// Characters of a rich text with its tags; without them it is a long text.
pub const RICH_TEXT_CHARS: usize = 200_000;
/// Tags or choices in one value.
pub const LIST_VALUES: usize = 100;
/// Fields of one object.
pub const FIELDS: usize = 500;
/// Options of one choice field.
pub const OPTIONS: usize = 10_000;
/// Checks between fields of one object.
pub const CHECKS: usize = 100;
/// Layouts of one object beside its own.
pub const LAYOUTS: usize = 20;
/// Sections of one layout, those of its tabs included.
pub const LAYOUT_SECTIONS: usize = 50;
/// Tabs of one layout.
pub const LAYOUT_TABS: usize = 10;
/// Related lists that one layout names.
pub const LAYOUT_RELATED: usize = 100;
/// Fields in the head of a record's page that one layout names.
pub const LAYOUT_HIGHLIGHTS: usize = 6;
/// Earlier versions of one layout that are kept.
pub const LAYOUT_VERSIONS: usize = 20;
/// Bytes of one JSON request body.
pub const BODY_BYTES: usize = 4 * 1024 * 1024;
/// Bytes of one uploaded file.
pub const UPLOAD_BYTES: usize = 100 * 1024 * 1024;
/// Saved views of one object that one person keeps to themselves.
pub const VIEWS_OWN: usize = 100;
/// Shared views of one object.
pub const VIEWS_SHARED: usize = 200;
/// Records and views that one person keeps at hand.
pub const FAVOURITES: usize = 60;
/// Characters of a comment.
pub const COMMENT_CHARS: usize = 10_000;
/// People whom one comment speaks to.
pub const MENTIONS: usize = 50;
/// People who follow one record: whoever comments tells all of them at once.
pub const FOLLOWERS: usize = 500;
/// Unread notices that are counted.
pub const NOTICES_COUNTED: usize = 100;
/// Announcements that were not withdrawn.
pub const ANNOUNCEMENTS: usize = 1_000;
/// Announcements that one person is shown at a time.
pub const ANNOUNCEMENTS_SHOWN: usize = 100;
/// Characters of an announcement's title.
pub const ANNOUNCEMENT_TITLE_CHARS: usize = 100;
/// Characters of an announcement.
pub const ANNOUNCEMENT_CHARS: usize = 10_000;
/// Goals that were not deleted.
pub const GOALS: usize = 50;
/// Characters of a goal's name.
pub const GOAL_NAME_CHARS: usize = 60;
/// Amounts of a goal that are set at a time.
pub const GOAL_TARGETS: usize = 5_000;
/// People of one goal that one person is shown at a time; those who are farthest come first.
pub const GOAL_PEOPLE: usize = 500;
/// People that are offered to be mentioned.
pub const PEOPLE_OFFERED: usize = 20;
/// Browsers of one person that notices are pushed to; of more, the oldest goes.
pub const PUSH_DEVICES: usize = 20;
/// Characters of whom push services may turn to.
pub const PUSH_CONTACT_CHARS: usize = 200;
/// Groups and objects in a navigation of one's own, and those left out.
pub const NAVIGATION: usize = 500;
/// Cards on a workbench: each asks for its records when it is opened.
pub const CARDS: usize = 24;
/// Options of a choice that a board can have columns by, those out of use among them.
pub const BOARD_COLUMNS: usize = 60;
/// Cards of each column of a board, at most.
pub const BOARD_CARDS: usize = 50;
/// Cards of each column of a board when the caller doesn't say.
pub const BOARD_CARDS_DEFAULT: usize = 20;
/// Fields on the cards of a board, beside the name.
pub const CARD_FIELDS: usize = 5;
/// Columns of one saved view.
pub const VIEW_COLUMNS: usize = 100;
/// Characters of a view's name.
pub const VIEW_NAME_CHARS: usize = 60;
/// Roles, and departments, that a view is shared with.
pub const VIEW_SHARES: usize = 100;
/// Records that a change in bulk may name one by one; all that match a filter have no limit.
pub const BULK_IDS: usize = 10_000;
/// Characters of what the program is called.
pub const PRODUCT_CHARS: usize = 40;
/// Bytes of a logo.
pub const LOGO_BYTES: usize = 200 * 1024;
/// Pixels of a logo's sides.
pub const LOGO_SIDE: u32 = 2048;
/// Characters of the company's name.
pub const COMPANY_NAME_CHARS: usize = 100;
/// Days that deleted records are kept, at least and at most.
pub const BIN_DAYS: (i64, i64) = (1, 3_650);
/// Days that a record should stay in a stage, at least and at most.
pub const STAGE_DAYS: (i64, i64) = (1, 3_650);
/// Fields that the duplicate check of one object compares.
pub const DUPLICATE_KEYS: usize = 12;
/// Days in which a merge can be undone.
pub const MERGE_DAYS: i64 = 30;
/// Rows of one import file.
pub const IMPORT_ROWS: usize = 1_048_575;
/// Columns of one import file.
pub const IMPORT_COLUMNS: usize = 300;
/// Bytes that a packed file may unfold to while it is read.
pub const UNPACKED_BYTES: u64 = 2 * 1024 * 1024 * 1024;
/// Days before a signed-in browser has to sign in again.
pub const SESSION_DAYS: i64 = 30;
/// Wrong passwords before an account is locked out.
pub const SIGN_IN_TRIES: i64 = 5;
/// Failed sign-ins of one network address before it is locked out: an office shares one.
pub const ADDRESS_TRIES: i64 = 30;
/// Minutes in which failed sign-ins count together.
pub const SIGN_IN_WINDOW_MINUTES: i64 = 60;
/// Days of a working calendar that have a name or differ from the week: about thirty years of holidays.
pub const CALENDAR_DAYS: usize = 1_200;
/// Characters of such a day's name.
pub const CALENDAR_NAME_CHARS: usize = 40;
/// Networks that people may be let in from.
pub const NETWORKS: usize = 100;
/// Minutes of a lock-out.
pub const LOCK_OUT_MINUTES: i64 = 15;
/// Shortest password.
pub const PASSWORD_CHARS: usize = 8;
