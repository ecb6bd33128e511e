//! The closed table of error codes: name, kind, and the text in both languages.
//!
//! A text may hold `{name}` places that [`crate::Fault`] fills. `{field}` is the label of the field.

use crate::Locale;

/// What sort of trouble a code tells of. The HTTP layer maps each kind to one status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The request itself can't be read (400).
    Malformed,
    /// The request is well formed but its values are not acceptable (422).
    Invalid,
    /// Nobody is signed in, or the sign-in failed (401).
    Unauthenticated,
    /// The right is missing (403).
    Forbidden,
    /// No such thing, or none that the caller may see (404).
    NotFound,
    /// It clashes with what is there (409).
    Conflict,
    /// The state that the change was based on has passed (412).
    Stale,
    /// Too big (413).
    TooLarge,
    /// Too often (429).
    TooMany,
    /// The database or another needed part does not answer just now (503).
    Unavailable,
    /// A mistake of ours (500).
    Internal,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $kind:ident, $zh:literal, $en:literal;)+) => {
        /// One entry of the closed table of errors.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[$doc])* #[doc = $en] $variant,)+ }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Code] = &[$(Code::$variant,)+];

            /// The name that programs read, such as `required`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The code that `name` belongs to.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }

            /// The sort of trouble.
            #[must_use]
            pub fn kind(self) -> Kind {
                match self { $(Self::$variant => Kind::$kind,)+ }
            }

            /// The text with its places unfilled.
            #[must_use]
            pub fn text(self, locale: Locale) -> &'static str {
                match (self, locale) {
                    $((Self::$variant, Locale::ZhCn) => $zh, (Self::$variant, Locale::En) => $en,)+
                }
            }
        }
    };
}

codes! {
    MalformedJson = "malformed_json", Malformed, "请求内容不是有效的 JSON：{reason}", "The body is not valid JSON: {reason}";
    MalformedRequest = "malformed_request", Malformed, "请求无法读取：{reason}", "The request can't be read: {reason}";
    UnsupportedMedia = "unsupported_media", Malformed, "请求内容的类型应为 {expected}", "The content type of the body should be {expected}";
    UnknownParameter = "unknown_parameter", Invalid, "没有名为“{name}”的参数", "There is no parameter named “{name}”";
    InvalidInput = "invalid_input", Invalid, "有内容需要修改，见各字段说明", "Some values need mending; see each field";
    BadCredentials = "bad_credentials", Unauthenticated, "账号或密码不正确", "The login or the password is wrong";
    BadToken = "bad_token", Unauthenticated, "访问令牌无效、已过期或已删除", "The token is not valid, has expired or was deleted";
    LockedOut = "locked_out", TooMany, "密码错误次数过多，请 {minutes} 分钟后再试，或请管理员解锁", "Too many wrong passwords; try again in {minutes} minutes or ask an administrator to unlock";
    AddressLockedOut = "address_locked_out", TooMany, "从您的网络登录失败次数过多，请 {minutes} 分钟后再试", "Too many failed sign-ins came from your network; try again in {minutes} minutes";
    AddressNotAllowed = "address_not_allowed", Forbidden, "只能从公司允许的网络访问，您现在的地址是 {address}；请换到公司网络，或请管理员放行", "The company lets people in from certain networks only, and you come from {address}; use the company's network, or ask an administrator to allow yours";
    SecondFactorNeeded = "second_factor_needed", Unauthenticated, "请输入两步验证码", "A one-time password is needed";
    SecondFactorWrong = "second_factor_wrong", Unauthenticated, "验证码不正确或已过期", "The code is wrong or has expired";
    MustChangePassword = "must_change_password", Forbidden, "请先修改初始密码", "Please choose a password of your own first";
    MustSetUpSecondFactor = "must_set_up_second_factor", Forbidden, "公司要求您的角色使用两步验证，请先完成设置", "The company asks your role for a second factor; please set it up first";
    SecondFactorExists = "second_factor_exists", Conflict, "两步验证已开启", "There is a second factor already";
    SecondFactorMissing = "second_factor_missing", Conflict, "没有可用的两步验证，请先开始设置", "There is no second factor; begin with setting it up";
    SecondFactorRequired = "second_factor_required", Forbidden, "公司要求您的角色使用两步验证，不能关闭", "The company asks your role for a second factor; it can't be switched off";
    OwnFactorFirst = "own_factor_first", Conflict, "请先为自己开启两步验证，再要求所在角色使用，以免把自己锁在外面", "Set up a second factor of your own before asking your role for it, or you would lock yourself out";
    OwnAddressOutside = "own_address_outside", Invalid, "其中不包含您现在的地址 {address}，保存后您自己也进不来", "Your own address {address} is not among them; you would shut yourself out";
    InvalidNetwork = "invalid_network", Invalid, "“{value}”不是网络地址，应形如 203.0.113.0/24 或 2001:db8::/32", "“{value}” is no network; write it like 203.0.113.0/24 or 2001:db8::/32";
    InPersonOnly = "in_person_only", Forbidden, "只能由本人登录后操作，不能用访问令牌", "Only a person who has signed in can do this, not a token";
    NotSignedIn = "not_signed_in", Unauthenticated, "请先登录", "Please sign in";
    SessionExpired = "session_expired", Unauthenticated, "登录已过期，请重新登录", "The sign-in has expired; please sign in again";
    AccountInactive = "account_inactive", Unauthenticated, "该账号已停用，请联系管理员", "This account is switched off; ask an administrator";
    ForeignOrigin = "foreign_origin", Forbidden, "请求来自其他网站，已拒绝", "The request comes from another site and was refused";
    MissingRight = "missing_right", Forbidden, "没有“{right}”权限，可请管理员在角色中开通", "The right “{right}” is missing; an administrator can grant it in a role";
    AdminOnly = "admin_only", Forbidden, "只有管理员可以这样做", "Only an administrator can do this";
    DefinesUnseen = "defines_unseen", Forbidden, "要设计这个对象，须能看到它的全部字段原文；有字段对您隐藏或脱敏", "To design this object you have to see each of its fields; some are hidden from you or masked";
    ViewingAs = "viewing_as", Forbidden, "正以他人身份查看，只能看，不能改；请先结束查看", "You are looking as somebody else and can only look; end that first";
    ViewAsOver = "view_as_over", Forbidden, "以他人身份查看已经结束，这次操作没有执行；现在显示您自己的内容，请确认后再操作", "The look as somebody else is over and nothing was done; things are shown as your own again, please check and try again";
    ViewAsMore = "view_as_more", Forbidden, "{name}能看到您看不到的内容，不能以其身份查看", "{name} may see what you may not; you can't look as them";
    FieldNotWritable = "field_not_writable", Invalid, "{field}：没有修改权限", "{field}: you may not change it";
    FieldMasked = "field_masked", Invalid, "{field}对您脱敏显示，不能用来筛选、排序、分组或汇总", "{field} is masked for you; it can't be filtered, sorted, grouped or summed by";
    NothingMasked = "nothing_masked", Invalid, "{field}没有对您脱敏", "{field} isn't masked for you";
    ReadOnly = "read_only", Invalid, "{field}由系统维护，不能填写", "{field} is kept by the system and can't be set";
    UnknownObject = "unknown_object", NotFound, "没有名为“{name}”的对象", "There is no object named “{name}”";
    UnknownField = "unknown_field", Invalid, "没有名为“{name}”的字段", "There is no field named “{name}”";
    NotFound = "not_found", NotFound, "记录不存在，或不在您的可见范围内", "There is no such record, or it is outside what you may see";
    NoSuchPath = "no_such_path", NotFound, "没有这个地址", "There is nothing at this address";
    MethodNotAllowed = "method_not_allowed", Malformed, "这个地址不支持该方法", "This address does not take that method";
    Required = "required", Invalid, "{field}必须填写", "{field} is required";
    WrongType = "wrong_type", Invalid, "{field}应为{expected}", "{field} should be {expected}";
    NotAList = "not_a_list", Invalid, "{field}不是多值字段，不能添加或移除其中的项", "{field} doesn't hold a list, so nothing can be added to it or taken out";
    SetAndAdded = "set_and_added", Invalid, "{field}不能既设为某个值，又添加或移除其中的项", "{field} can't be set and have entries added or taken out at once";
    TooLong = "too_long", Invalid, "{field}最多 {max} 个字，现有 {actual} 个", "{field} may have {max} characters; it has {actual}";
    TooSmall = "too_small", Invalid, "{field}不能小于 {min}", "{field} can't be below {min}";
    TooBig = "too_big", Invalid, "{field}不能大于 {max}", "{field} can't be above {max}";
    TooEarly = "too_early", Invalid, "{field}不能早于 {min}", "{field} can't be before {min}";
    TooLate = "too_late", Invalid, "{field}不能晚于 {max}", "{field} can't be after {max}";
    WrongFormat = "wrong_format", Invalid, "{field}：{reason}", "{field}: {reason}";
    TooPrecise = "too_precise", Invalid, "{field}最多 {scale} 位小数", "{field} takes {scale} decimal places";
    InvalidPhone = "invalid_phone", Invalid, "{field}不是有效的电话号码", "{field} is not a valid phone number";
    InvalidEmail = "invalid_email", Invalid, "{field}不是有效的邮箱地址", "{field} is not a valid e-mail address";
    InvalidUrl = "invalid_url", Invalid, "{field}不是有效的网址（http 或 https）", "{field} is not a valid web address (http or https)";
    InvalidDate = "invalid_date", Invalid, "{field}不是有效的日期，例如 2026-01-31", "{field} is not a valid date such as 2026-01-31";
    InvalidTime = "invalid_time", Invalid, "{field}不是有效的时间，例如 2026-01-31T09:30:00Z", "{field} is not a valid time such as 2026-01-31T09:30:00Z";
    InvalidClock = "invalid_clock", Invalid, "{field}不是有效的时刻，例如 09:30 或 09:30:15", "{field} is not a valid time of day such as 09:30 or 09:30:15";
    InvalidIdCard = "invalid_id_card", Invalid, "{field}不是有效的居民身份证号：{reason}", "{field} is not a valid resident identity number: {reason}";
    InvalidCreditCode = "invalid_credit_code", Invalid, "{field}不是有效的统一社会信用代码：{reason}", "{field} is not a valid unified social credit code: {reason}";
    InvalidLocation = "invalid_location", Invalid, "{field}不是有效的位置：{reason}", "{field} is not a valid place: {reason}";
    InvalidNumber = "invalid_number", Invalid, "{field}不是有效的数字", "{field} is not a valid number";
    InvalidCurrency = "invalid_currency", Invalid, "{field}的币种应为三位字母代码，例如 CNY", "{field} needs a three-letter currency such as CNY";
    InvalidRegion = "invalid_region", Invalid, "{field}不是现行的省市区", "{field} is not a current administrative region";
    InvalidText = "invalid_text", Invalid, "{field}含有不能保存的字符", "{field} has characters that can't be kept";
    UnknownOption = "unknown_option", Invalid, "{field}没有“{value}”这个选项", "{field} has no option “{value}”";
    UnknownReference = "unknown_reference", Invalid, "{field}所指的记录不存在，或不在您的可见范围内", "{field} points to a record that does not exist or that you may not see";
    AmbiguousReference = "ambiguous_reference", Invalid, "{field}：有多条记录叫“{value}”，请改用编号", "{field}: several records are called “{value}”; use a number instead";
    Duplicate = "duplicate", Conflict, "{field}的值“{value}”已被使用", "{field}: “{value}” is taken already";
    PossibleDuplicate = "possible_duplicate", Conflict, "可能与已有的 {count} 条记录重复，请核对", "This may be a duplicate of {count} records that are there; look at them before you save";
    DuplicateRecord = "duplicate_record", Conflict, "与已有的 {count} 条记录重复，按查重设置不能保存；请使用已有记录", "This is a duplicate of {count} records that are there, which the duplicate check does not allow; use those";
    Merged = "merged", NotFound, "记录已合并到另一条记录", "The record was merged into another";
    MergeSame = "merge_same", Invalid, "不能把记录与自己合并", "A record can't be merged with itself";
    MergeOver = "merge_over", Conflict, "合并已超过 {days} 天或已撤销，不能再撤销", "The merge is older than {days} days or was undone already; it can't be undone";
    DuplicateInFile = "duplicate_in_file", Invalid, "{field}的值“{value}”在文件第 {row} 行已出现", "{field}: “{value}” stands in row {row} of the file already";
    ImportDuplicate = "import_duplicate", Conflict, "与{match}重复", "This is a duplicate of {match}";
    ImportSkipped = "import_skipped", Conflict, "与{match}重复，已跳过", "This is a duplicate of {match} and was left out";
    ImportForeign = "import_foreign", Conflict, "与{match}重复，但您不能修改该记录", "This is a duplicate of {match}, which you may not change";
    LinkMissing = "link_missing", Invalid, "没有找到{field}，按设置不新建", "{field} was not found, and the import is not to create it";
    LinkRight = "link_right", Forbidden, "没有对“{object}”的“{right}”权限，这些列不能导入；可请管理员在角色中开通", "The right “{right}” on “{object}” is missing, which these columns need; an administrator can grant it in a role";
    SheetUnknown = "sheet_unknown", Invalid, "文件中没有名为“{name}”的工作表", "The file has no sheet named “{name}”";
    NoMatch = "no_match", Invalid, "没有找到要更新的记录", "No record to update was found";
    SeveralMatches = "several_matches", Invalid, "按关键字段找到 {count} 条记录，无法确定更新哪一条", "The key finds {count} records; it is not clear which to update";
    KeyMissing = "key_missing", Invalid, "关键字段{field}为空", "The key field {field} is empty";
    Conflict = "conflict", Stale, "{field}已被他人修改", "{field} was changed by somebody else meanwhile";
    Stale = "stale", Stale, "记录已被他人修改，请比较后再保存", "The record was changed meanwhile; compare and save again";
    InvalidFilter = "invalid_filter", Invalid, "筛选条件不正确：{reason}", "The filter is not right: {reason}";
    FilterTooDeep = "filter_too_deep", Invalid, "筛选条件过深或过长（最多 {depth} 层、{tests} 项）", "The filter is too deep or too long (up to {depth} levels and {tests} tests)";
    InvalidOperator = "invalid_operator", Invalid, "{field}不能用“{op}”筛选", "{field} can't be filtered by “{op}”";
    InvalidSort = "invalid_sort", Invalid, "不能按“{name}”排序", "Can't sort by “{name}”";
    InvalidLimit = "invalid_limit", Invalid, "每页数量应在 1 到 {max} 之间", "The limit should be between 1 and {max}";
    InvalidCursor = "invalid_cursor", Invalid, "翻页标记无效，请从第一页重新开始", "The cursor is not valid; start from the first page";
    InvalidMeasure = "invalid_measure", Invalid, "不能对“{name}”做这种统计", "“{name}” can't be measured that way";
    InvalidLevel = "invalid_level", Invalid, "{field}不能按第 {value} 级统计：省市区有 1 到 3 级，级联选择有 1 到 5 级，其他字段没有", "{field} can't be counted by level {value}: regions have levels 1 to 3, cascades 1 to 5, other fields none";
    InvalidGrain = "invalid_grain", Invalid, "{field}不能是“{value}”：日期和时间可以按 day（日）、week（周）、month（月）、quarter（季度）、year（年）分组，其他字段不能", "{field} can't be “{value}”: dates and times are grouped by day, week, month, quarter or year, other fields by none of them";
    UnknownBranch = "unknown_branch", Invalid, "“{name}”里没有“{value}”，请填省市区代码或级联选项", "“{name}” has no “{value}”; give the code of a region or an option of a cascade";
    BatchTooLarge = "batch_too_large", Invalid, "一次最多 {max} 条", "At most {max} at a time";
    TooLarge = "too_large", TooLarge, "内容过大，最多 {max}", "Too large; at most {max}";
    BatchRolledBack = "batch_rolled_back", Conflict, "第 {row} 条失败，全部未保存", "Number {row} failed, so nothing was saved";
    InvalidName = "invalid_name", Invalid, "{field}只能用小写字母、数字和下划线，以字母开头，最长 40 位", "{field} takes lower-case letters, digits and underscores, starts with a letter, up to 40";
    ReservedName = "reserved_name", Invalid, "“{name}”是保留名称", "“{name}” is a reserved name";
    FieldExists = "field_exists", Conflict, "字段“{name}”已存在", "The field “{name}” exists already";
    ObjectExists = "object_exists", Conflict, "对象“{name}”已存在", "The object “{name}” exists already";
    NotCustom = "not_custom", Forbidden, "标准字段不能删除", "A standard field can't be deleted";
    KindFixed = "kind_fixed", Invalid, "字段类型建立后不能更改", "The kind of a field can't be changed once it exists";
    HasDuplicates = "has_duplicates", Conflict, "{field}已有重复值，不能设为唯一", "{field} has duplicate values already and can't be made unique";
    TooManyFields = "too_many_fields", Invalid, "一个对象最多 {max} 个字段", "An object takes at most {max} fields";
    InvalidDefinition = "invalid_definition", Invalid, "{field}：{reason}", "{field}: {reason}";
    InvalidFormula = "invalid_formula", Invalid, "{field}第 {position} 个字：{reason}", "{field}, character {position}: {reason}";
    CircularFormula = "circular_formula", Invalid, "{field}不能绕回自己：{path}", "{field} can't lead back to itself: {path}";
    ClockFormula = "clock_formula", Invalid, "保存的公式不能用 {name}，否则值会过时；请改用日期筛选，例如“早于 30 天”", "A stored formula can't use {name}, its value would go stale; use a date filter such as “more than 30 days ago”";
    CheckFailed = "check_failed", Invalid, "{message}", "{message}";
    Locked = "locked", Invalid, "{field}在当前情况下不能修改", "{field} is locked as the record stands";
    FieldInUse = "field_in_use", Conflict, "{field}正被使用：{users}；请先修改它们", "{field} is in use by {users}; change those first";
    MetaChanged = "meta_changed", Stale, "设置已被他人修改，请刷新后重试", "The settings were changed meanwhile; reload and try again";
    UnknownLayout = "unknown_layout", NotFound, "没有“{name}”这个布局", "There is no layout “{name}”";
    NoDraft = "no_draft", Conflict, "该布局没有未发布的草稿", "The layout has no draft that could be published";
    TooManyLayouts = "too_many_layouts", Conflict, "一个对象最多 {max} 个布局，请先删除不用的", "An object takes at most {max} layouts; delete some that nobody uses";
    WeakPassword = "weak_password", Invalid, "密码至少 {min} 位，不能包含账号，也不能是人人会猜的常用密码", "The password needs at least {min} characters, can't hold the login, and can't be one that everybody tries first";
    SamePassword = "same_password", Invalid, "新密码不能与原密码相同", "The new password can't be the old one";
    WrongPassword = "wrong_password", Invalid, "原密码不正确", "The old password is wrong";
    UserStays = "user_stays", Conflict, "用户不能删除，请改为停用，其名下数据会保留", "A user can't be deleted; switch the account off instead, and its records stay";
    DepartmentInUse = "department_in_use", Conflict, "部门下还有人员或下级部门，请先移走", "People or departments still belong to it; move them first";
    ManagedElsewhere = "managed_elsewhere", Forbidden, "{name}在系统设置中管理，不能作为普通记录修改", "{name}: managed in the settings, and can't be changed as a plain record";
    LastAdmin = "last_admin", Conflict, "至少要保留一位启用的管理员", "At least one active administrator has to remain";
    LoginTaken = "login_taken", Conflict, "账号“{value}”已被使用", "The login “{value}” is taken already";
    CircularParent = "circular_parent", Invalid, "{field}不能形成循环", "{field} can't lead back to itself";
    UnknownView = "unknown_view", NotFound, "没有这个视图，或没有共享给您", "There is no such view, or it is not shared with you";
    ViewUnusable = "view_unusable", Invalid, "视图“{name}”用到了已删除或您无权查看的字段，请联系视图的创建者", "The view “{name}” uses a field that was removed or that you may not see; ask whoever made it";
    ViewField = "view_field", Invalid, "{field}不能用字段“{name}”：看板按单选字段（最多 {max} 个选项）、级联选择（每级最多 {max} 个）或省市区分列，列表按单选、是/否、评分、员工、部门或关联记录分组，合计用数字或金额字段，日历用日期或日期时间字段", "{field}: “{name}” doesn't fit; a board has columns by a choice (up to {max} options), a cascade (up to {max} in each branch) or a region, a list groups by a choice, yes or no, rating, person, department or reference, sums are of numbers or amounts, a calendar goes by dates";
    ViewNotYours = "view_not_yours", Forbidden, "只有视图的创建者或管理员可以修改它，可以另存为自己的视图", "Only its maker or an administrator can change this view; save it as one of your own instead";
    ViewSharing = "view_sharing", Invalid, "只能共享给自己的部门及下级部门；共享给其他部门、角色或所有人需要管理员", "You can share with your own department and those below it; other departments, roles or everyone need an administrator";
    ViewPrivate = "view_private", Invalid, "这个视图是私人的，别人看不到；请先把它共享出去，或换一个已共享的视图", "This view is private and others don't see it; share it first, or choose one that is shared";
    TooManyViews = "too_many_views", Conflict, "视图最多 {max} 个，请先删除不用的", "There can be {max} views; delete some that nobody uses";
    TooManyFollowers = "too_many_followers", Invalid, "一条记录最多 {max} 人关注", "A record can have {max} followers";
    MentionUnseen = "mention_unseen", Invalid, "{name}看不到这条记录，不能提及；请去掉，或先让其加入团队", "{name} may not see this record and can't be mentioned; leave the name out, or bring them into its team first";
    CommentNotYours = "comment_not_yours", Forbidden, "评论只能由作者修改，由作者或管理员删除", "A comment is changed by its author, and deleted by its author or an administrator";
    EndsBeforeStart = "ends_before_start", Invalid, "{field}要晚于开始时间", "{field} has to be after the beginning";
    TooManyAnnouncements = "too_many_announcements", Invalid, "公告最多 {max} 条，请先撤下不用的", "There can be {max} announcements; withdraw some that are no longer needed";
    GoalObject = "goal_object", Invalid, "{field}：“{name}”的记录没有负责人，不能设目标；请换一个对象", "{field}: records of “{name}” have no owner, so they can't have a goal; choose another object";
    GoalField = "goal_field", Invalid, "{field}不能用“{name}”：合计要用数字或金额字段，时间要用日期或日期时间字段", "{field}: “{name}” doesn't fit; a sum takes a number or an amount, a period goes by a date";
    GoalPeriod = "goal_period", Invalid, "{field}应是周期的第一天，例如 {example}", "{field} should be the first day of a period, such as {example}";
    GoalReader = "goal_reader", Invalid, "{field}不能用“我”“我的部门”或“我的团队”：目标对每个人都一样，按负责人分开计算", "{field} can't ask for “me”, “my department” or “my team”: a goal is the same for everybody and is counted by owner";
    TooManyGoals = "too_many_goals", Conflict, "目标最多 {max} 个，请先删除不用的", "There can be {max} goals; delete some that are no longer needed";
    TooManyFavourites = "too_many_favourites", Invalid, "收藏最多 {max} 个，请先取消不用的", "There can be {max} favourites; take some away that you no longer use";
    TaskState = "task_state", Conflict, "任务当前状态为“{state}”，不能这样做", "The work is “{state}”; that can't be done now";
    ExportTooLarge = "export_too_large", Invalid, "一个工作簿最多 {max} 条，请改用 csv 或缩小范围", "A workbook takes {max} records; use csv or narrow the list";
    NotYet = "not_yet", NotFound, "那时这条记录还不存在", "The record did not exist at that time";
    EmptyUpload = "empty_upload", Invalid, "“{name}”是空文件", "“{name}” is empty";
    DangerousFile = "dangerous_file", Invalid, "“{name}”是可以运行的程序或脚本，不能上传；确需传送请先压缩", "“{name}” is a program or script and can't be uploaded; pack it first if it has to be sent";
    FileMismatch = "file_mismatch", Invalid, "“{name}”的内容与扩展名不符，请用正确的扩展名重新上传", "“{name}” is not what its ending says; give it the right ending and upload it again";
    FileTypeClosed = "file_type_closed", Invalid, "不接受“{name}”这种类型，可以上传：{endings}", "“{name}” is of a type that isn't taken; these are: {endings}";
    InvalidEnding = "invalid_ending", Invalid, "{field}中的“{value}”不是扩展名，应像 pdf 或 docx", "“{value}” in {field} is no ending such as pdf or docx";
    LooseFiles = "loose_files", TooMany, "已上传但未保存到记录的文件过多，请先保存记录，或一天后再试", "Too many uploaded files wait for a record; save the records first, or try again in a day";
    UnknownFile = "unknown_file", Invalid, "{field}中有文件不存在、已过期或属于其他记录，请重新上传", "{field} names a file that does not exist, has expired or belongs to another record; upload it again";
    NotAPicture = "not_a_picture", Invalid, "{field}只接受 PNG、JPEG、GIF、WebP 图片", "{field} takes PNG, JPEG, GIF and WebP pictures";
    NotALogo = "not_a_logo", Invalid, "{field}只接受能完整打开的 PNG、JPEG、WebP 图片，边长不超过 {max} 像素；SVG 请先导出为 PNG", "{field} takes a whole PNG, JPEG or WebP picture with sides of up to {max} pixels; export an SVG as PNG first";
    InvalidColor = "invalid_color", Invalid, "{field}“{value}”无法识别，应为 # 加六位十六进制数，如 #3651e6", "{field} “{value}” is no colour such as #3651e6: a # and six hexadecimal digits";
    NotASignature = "not_a_signature", Invalid, "{field}只接受 PNG 格式的签名图片", "{field} takes a signature as a PNG picture";
    TooManyFiles = "too_many_files", Invalid, "{field}最多 {max} 个文件", "{field} takes {max} files";
    TooManyRecords = "too_many_records", Invalid, "{field}最多 {max} 条记录", "{field} takes {max} records";
    TooManyLines = "too_many_lines", Invalid, "{field}最多 {max} 行", "{field} takes {max} lines";
    LinesTooLarge = "lines_too_large", Invalid, "{field}内容过多，最多 {max} KB；请缩短文字或减少行", "{field} holds too much, at most {max} KB; shorten texts or take lines out";
    UnreadableFile = "unreadable_file", Invalid, "文件无法读取：{reason}", "The file can't be read: {reason}";
    EncryptedFile = "encrypted_file", Invalid, "文件有密码保护，请去除密码后重新上传", "The file is protected by a password; remove it and upload again";
    UnsupportedFile = "unsupported_file", Invalid, "只支持 xlsx 和 csv 文件", "Only xlsx and csv files are read";
    EmptyFile = "empty_file", Invalid, "文件中没有数据行", "The file has no rows of data";
    RaggedRow = "ragged_row", Invalid, "这一行有 {actual} 列，表头只有 {expected} 列", "This row has {actual} columns, the heading has {expected}";
    FormulaCell = "formula_cell", Invalid, "{field}是没有结果的公式单元格", "{field} is a formula cell without a result";
    CellError = "cell_error", Invalid, "{field}的单元格是错误值 {value}", "{field}: the cell holds the error {value}";
    BadEncoding = "bad_encoding", Invalid, "{field}含有无法识别的字符，请用 UTF-8 或 GBK 保存", "{field} has unreadable characters; save as UTF-8 or GBK";
    MappingMissing = "mapping_missing", Invalid, "必填字段“{name}”没有对应的列", "No column feeds the required field “{name}”";
    MappingDouble = "mapping_double", Invalid, "字段“{name}”对应了多列", "Several columns feed the field “{name}”";
    ImportState = "import_state", Conflict, "导入当前状态为“{state}”，不能这样做", "The import is “{state}”; that can't be done now";
    ImportKept = "import_kept", Conflict, "导入后已被修改或引用，予以保留", "It was changed or used after the import and stays";
    UniqueViolation = "unique_violation", Conflict, "有唯一字段的值已被使用", "A unique value is taken already";
    CompanyExists = "company_exists", Conflict, "数据库里已有一家公司，未作任何改动", "The database holds a company already; nothing was changed";
    KeyReused = "key_reused", Conflict, "同一个 Idempotency-Key 已用于不同的请求", "The Idempotency-Key was used with a different request";
    NoPack = "no_pack", Conflict, "程序里没有这家公司所用的扩展包“{name}”", "The program has no pack “{name}”, which this company was made from";
    FileExists = "file_exists", Conflict, "文件 {file} 已存在，未作改动", "The file {file} exists already; nothing was changed";
    FileMissing = "file_missing", Conflict, "没有文件或文件夹 {file}", "There is no file or folder {file}";
    FileTrouble = "file_trouble", Conflict, "文件 {file} 无法读写：{reason}", "The file {file} can't be read or written: {reason}";
    NotABackup = "not_a_backup", Conflict, "{file} 不是熟客的备份文件", "{file} is not a backup of Shuke";
    BackupNewer = "backup_newer", Conflict, "备份由更新的版本 {program} 写成，请用该版本恢复", "The backup was written by the newer version {program}; restore it with that one";
    BackupDamaged = "backup_damaged", Conflict, "备份已损坏（{reason}），未作任何改动", "The backup is damaged ({reason}); nothing was changed";
    BackupCut = "backup_cut", Conflict, "备份不完整：文件在第 {piece} 块中断，未作任何改动", "The backup is incomplete: the file ends in piece {piece}; nothing was changed";
    BackupKeyMissing = "backup_key_missing", Conflict, "备份的加密方式是“{sealed}”，需要相应的密钥文件或口令", "The backup is sealed by “{sealed}”; the matching key file or pass-phrase is needed";
    BackupWrongKey = "backup_wrong_key", Conflict, "密钥或口令与这个备份不符", "The key or the pass-phrase does not fit this backup";
    BackupKeyFile = "backup_key_file", Conflict, "{file} 不是密钥文件（应为 64 位十六进制数字）", "{file} is no key file (64 hexadecimal digits)";
    BackupDiffers = "backup_differs", Conflict, "试恢复的内容与原数据不同（表 {table}），备份未保留", "What was restored on trial differs in the table {table}; the backup was not kept";
    InvalidPath = "invalid_path", Invalid, "{field}应为完整路径，例如 /var/backups/shuke", "{field} should be a full path such as /var/backups/shuke";
    BackupPlace = "backup_place", Conflict, "这个进程没有数据目录，不能备份", "This process has no data folder and can't take backups";
    TargetNotEmpty = "target_not_empty", Conflict, "目标数据库里已有内容，未作任何改动", "The target database holds something already; nothing was changed";
    TooOften = "too_often", TooMany, "请求过于频繁，请 {seconds} 秒后再试", "Too many requests; try again in {seconds} seconds";
    TokenScope = "token_scope", Forbidden, "这个访问令牌的权限范围不包括此操作，请用范围更大的令牌", "The scopes of this token don't cover that; use one that may do more";
    WebhookPlain = "webhook_plain", Invalid, "{field}应以 https:// 开头", "{field} should begin with https://";
    WebhookPrivate = "webhook_private", Invalid, "{field}指向内网地址；确需推送到内网，请管理服务器的人用 --allow-private-webhooks 启动", "{field} leads into a private network; whoever runs the server can allow that with --allow-private-webhooks";
    WebhookPaused = "webhook_paused", Conflict, "Webhook 已暂停或停止，请先恢复", "The webhook is paused or stopped; resume it first";
    TooManyWebhooks = "too_many_webhooks", Conflict, "Webhook 最多 {max} 个，请先删除不用的", "There can be {max} webhooks; delete some that nobody uses";
    PushOff = "push_off", Conflict, "公司没有开通推送，请管理员在“公司设置”中开通", "Push is switched off; an administrator can switch it on under “Company”";
    InvalidPushKey = "invalid_push_key", Invalid, "{field}不是浏览器给出的推送密钥，请在本页重新开启推送", "{field} is no key of a browser's subscription; switch push on again in the page";
    InvalidPushContact = "invalid_push_contact", Invalid, "{field}应为邮箱或 https:// 开头的网址", "{field} should be an e-mail address or begin with https://";
    ConfigUnknownFile = "config_unknown_file", Invalid, "“{name}”不是配置文件夹里的文件", "“{name}” is no file of a configuration folder";
    ConfigUnknownProperty = "config_unknown_property", Invalid, "没有名为“{name}”的属性", "There is no property named “{name}”";
    ConfigUnknownName = "config_unknown_name", Invalid, "“{name}”在这里和文件夹里都不存在", "“{name}” is neither here nor in the folder";
    ConfigUnlikeFile = "config_unlike_file", Invalid, "名称“{name}”与文件名不符，应为“{expected}”", "The name “{name}” is unlike the file's; it should be “{expected}”";
    ConfigTwice = "config_twice", Invalid, "“{name}”出现了两次", "“{name}” stands twice";
    ConfigFormat = "config_format", Invalid, "配置文件的格式为 {format}，本版本只认识 {known}；请用写出它的版本", "The format of the folder is {format}, and this version knows {known}; use the version that wrote it";
    ConfigMissing = "config_missing", Invalid, "没有 config.toml，这不是导出的配置文件夹", "There is no config.toml: this is no configuration that was exported";
    ConfigFolder = "config_folder", Conflict, "文件夹 {folder} 里有别的内容，请换一个空文件夹，或以前导出的文件夹", "The folder {folder} holds something else; choose an empty one, or an earlier export";
    ConfigChanged = "config_changed", Stale, "比较之后，设置已被他人修改，请重新比较", "The settings were changed after the comparison; compare again";
    DatabaseAway = "database_away", Unavailable, "数据库暂时无法连接，请稍后再试", "The database can't be reached just now; try again shortly";
    WorkerReplaced = "worker_replaced", Unavailable, "任务已由另一进程接手", "Another process has taken the job over";
    DatabaseReadOnly = "database_read_only", Unavailable, "数据库目前只读，更改未保存，请联系管理员", "The database is read-only at the moment; nothing was saved; ask an administrator";
    FilesAway = "files_away", Unavailable, "附件暂时无法读取或保存，未作更改，请稍后再试或联系管理员", "Files can't be read or kept just now; nothing was changed; try again shortly or ask an administrator";
    DiskFull = "disk_full", Unavailable, "磁盘空间不足，更改未保存，请联系管理员", "The disk is full; nothing was saved; ask an administrator";
    Internal = "internal", Internal, "服务器出现错误，已记录，编号 {request}", "Something went wrong here; it was logged as {request}";
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_unique_and_both_languages_have_the_same_places() {
        let mut names = HashSet::new();
        for code in Code::ALL {
            assert!(names.insert(code.name()), "{} stands twice", code.name());
            assert_eq!(Code::from_name(code.name()), Some(*code));
            let places = |text: &str| -> Vec<String> {
                let mut found: Vec<String> = text
                    .split('{')
                    .skip(1)
                    .filter_map(|rest| rest.split('}').next())
                    .map(str::to_owned)
                    .collect();
                found.sort();
                found
            };
            assert_eq!(places(code.text(Locale::ZhCn)), places(code.text(Locale::En)), "{}", code.name());
        }
    }
}
