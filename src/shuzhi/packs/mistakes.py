"""What is wrong with a value, and how to mend it, by the code of the mistake."""

from shuzhi.core.text import Text

WANTED = {
    "string_type": Text("此处应为文字", "text is expected here"),
    "int_type": Text("此处应为整数", "a whole number is expected here"),
    "float_type": Text("此处应为数字", "a number is expected here"),
    "bool_type": Text("此处应为 true 或 false", "true or false is expected here"),
    "date_type": Text("此处应为日期", "a date is expected here"),
    "tuple_type": Text("此处应为列表", "a list is expected here"),
    "mapping_type": Text("此处应为“键: 值”", "“key: value” is expected here"),
    "model_type": Text("此处应为“键: 值”", "“key: value” is expected here"),
    "bilingual": Text("此处应有中英文两种说法", "both languages are needed here"),
    "scalar": Text("此处应为一个值：数字、文字、日期或 true/false", "one plain value is expected here"),
    "too_short": Text("此处不能为空", "this must not be empty"),
    "string_too_short": Text("此处不能为空", "this must not be empty"),
    "literal_error": Text("不在可选的值之中", "not one of the possible values"),
    "string_pattern_mismatch": Text("写法不对", "not written as it should be"),
    "greater_than_equal": Text("数值太小", "the number is too small"),
    "less_than_equal": Text("数值太大", "the number is too large"),
    "span": Text("此处应为一天，或从早到晚的一段日子", "a day is expected here, or a first and a last day"),
    "both": Text("同一天既放假又上班", "a day is both off and worked"),
    "condition": Text("条件与共享类型不相符", "the condition does not go with the kind"),
    "other_year": Text("有的日子不在 year 这一年", "some days are not of that year"),
    "address": Text("engine 的 kind 与 address 不配", "the engine's kind and address do not go together"),
    "no_address": Text("不是地址", "no address"),
    "holds_password": Text("口令不能写在城市的文件里", "a password must not stand in a file of the city"),
    "ends_first": Text("until 早于 since", "until is before since"),
    "replaced": Text("写了 replaced_by 而没有 until", "replaced_by is said, and until is not"),
    "feed": Text("从哪里取应恰写一处", "exactly one place that rows come from is expected here"),
    "auth": Text("认证的 name 与 kind 不配", "the name does not go with the kind of authentication"),
    "paging": Text("分页没有说全", "paging is not said wholly"),
    "push": Text("token、signature 应恰写一个", "exactly one of token and signature is expected here"),
    "secret": Text("env、file 应恰写一个", "exactly one of env and file is expected here"),
    "sign_in": Text("password、key 应恰写一个", "exactly one of password and key is expected here"),
    "sftp_address": Text("不是 SFTP 地址", "no address of SFTP"),
    "feed_key": Text(
        "appended、changed 要写 key，appended 还要写 cursor",
        "appended and changed need a key, and appended a cursor",
    ),
    "counted": Text(
        "count、sum、distinct 应恰写一个", "exactly one of count, sum and distinct is expected here"
    ),
    "base_from": Text("底图的 pmtiles、wmts 应恰写一个", "a base map needs exactly one of pmtiles and wmts"),
    "base_service": Text(
        "地图服务不写 draws，也不能是虚构的", "a map service has no draws, and cannot be made up"
    ),
    "service_address": Text("不是取瓦片的地址", "no address of tiles"),
    "service_key": Text(
        "密钥不能写在地址里；写了 key 才有 {key}",
        "a key must not stand in the address; {key} goes with `key`",
    ),
    "service_shifted": Text(
        "这家的瓦片是偏移坐标（GCJ-02、BD-09），位置会差几百米",
        "these tiles are in GCJ-02 or BD-09, hundreds of metres from where things are",
    ),
    "service_grid": Text("不是 Web 墨卡托的瓦片矩阵", "not tiles of the Web Mercator grid"),
    "base_shown": Text(
        "底图应写 review、internal、fictional 中的恰好一个",
        "a base map needs exactly one of review, internal and fictional",
    ),
    "reader": Text(
        "who 应写 role、user、department、duty、region 中的至少一个",
        "who needs a role, a user, a department, a duty or a region",
    ),
}
MEND = {
    "string_type": Text("若是数字、日期或 yes/no，请加引号", "put numbers, dates and yes/no in quotes"),
    "date_type": Text("写成 2024-01-01，不加引号", "write 2024-01-01 without quotes"),
    "tuple_type": Text("写成 [甲, 乙] 或逐行以 - 开头", "write [a, b] or lines starting with -"),
    "bilingual": Text("写成 {zh: 中文, en: English}", "write {zh: 中文, en: English}"),
    "ends_first": Text("改正其中一个日期", "mend one of the days"),
    "replaced": Text("写上停用前的最后一天 until", "say the last day on which it was valid: until"),
    "span": Text("写成 2027-02-05/2027-02-11 或 2027-01-01", "write 2027-02-05/2027-02-11 or 2027-01-01"),
    "both": Text("从 rest 或 work 中删去它", "take it out of rest or of work"),
    "condition": Text(
        "有条件共享写明 condition，其余不写", "say `condition` where kind is conditional, and nowhere else"
    ),
    "other_year": Text(
        "改正日期；上一年只能是十二月的日子", "mend the dates; of the year before, only December"
    ),
    "no_address": Text(
        "写成 postgresql://用户@主机:5432/库", "write it like postgresql://user@host:5432/database"
    ),
    "holds_password": Text(
        "从地址里删去，放进环境变量或权限为 600 的文件，用 password: {env: 变量名} 指出",
        "take it out of the address, keep it in the environment or in a file of mode 600, and say "
        "password: {env: NAME}",
    ),
    "auth": Text(
        "basic 写用户名，header、parameter 写名称，bearer 不写",
        "a user for basic, a name for header and parameter, none for bearer",
    ),
    "paging": Text(
        "page、offset、cursor 要写 parameter，cursor、next 要写 path",
        "page, offset and cursor need `parameter`; cursor and next need `path`",
    ),
    "feed": Text(
        "写 database:、api:、mqtt:、push:、folder:、sftp:、package: 之一",
        "write one of database:, api:, mqtt:, push:, folder:, sftp:, package:",
    ),
    "push": Text("写 token: 或 signature:", "write token: or signature:"),
    "secret": Text("写成 {env: 变量名} 或 {file: 文件}", "write {env: NAME} or {file: path}"),
    "sign_in": Text(
        "写 password: {env: 变量名}，或 key: {file: 文件}", "write password: {env: NAME} or key: {file: path}"
    ),
    "sftp_address": Text("写成 sftp://用户@主机:22/文件夹", "write it like sftp://user@host:22/folder"),
    "counted": Text(
        "写成 {count: rows}、{sum: 列} 或 {distinct: 列}",
        "write {count: rows}, {sum: column} or {distinct: column}",
    ),
    "base_from": Text(
        "写 pmtiles: 本目录里的文件，或 wmts: {address, layers}",
        "write pmtiles: a file of the folder, or wmts: {address, layers}",
    ),
    "base_service": Text("删去 draws、fictional", "take out draws and fictional"),
    "service_address": Text(
        "以 http(s)://主机/ 开头，含 {z} {x} {y}，多个图层还要 {layer}",
        "it begins with http(s)://host/ and has {z} {x} {y}, and {layer} for more than one layer",
    ),
    "service_key": Text(
        "地址里写 tk={key}，另写 key: {env: 变量名}", "write tk={key} in the address, and key: {env: NAME}"
    ),
    "service_shifted": Text(
        "用天地图，或本市政务地图服务（CGCS2000）", "use 天地图 or the city's own service (CGCS2000)"
    ),
    "service_grid": Text(
        "天地图用 _w 的服务，TILEMATRIXSET=w", "of 天地图 use the services ending in _w, TILEMATRIXSET=w"
    ),
    "base_shown": Text(
        "公开的地图写 review: 审图号，不公开的写 internal: 依据",
        "review: the number of its review (审图号) for a public map, internal: its basis for one that is not",
    ),
    "address": Text("spark 必须写 address，duckdb 不写", "give an address with spark, none with duckdb"),
}
