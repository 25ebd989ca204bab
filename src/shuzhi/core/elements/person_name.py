"""Name of a person 姓名 (GA/T 2000.21): Han names, minority names with the dot, names in Latin letters."""

from shuzhi.core.elements.element import Element, Invalid
from shuzhi.core.elements.spelling import HAN, filled, narrowed, one_of, unless, words
from shuzhi.core.text import Text

USUAL = r"^[\x{4E00}-\x{9FA5}]{2,4}$"
DOTS = "•●∙⋅‧・･․﹒﹒ㆍ᛫"
PLACEHOLDERS = words(
    """
    无 不详 未知 不明 空 没有 暂无 无名 无名氏 佚名 匿名 保密 同上 其他 测试 姓名 户主 本人 某某 某某某
    张某 李某 王某 test TEST Test
    """
)
ORGANISATIONS = (
    "公司|有限|企业|集团|合作社|专业社|村委会|居委会|委员会|政府|银行|信用社|学校|小学|中学|医院|卫生院|超市|经营部|"
    "商行|中心|办公室|工作站|项目部|农场"
)
VERIFY = Text("请与户籍登记核对后更正", "compare with the household register and correct it")
SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚"
    "范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元"
    "卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强"
    "贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁"
    "单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊甄曲封芮储靳焦谷车侯宓蓬全班仰秋仲伊宫宁仇栾甘厉"
    "祖武符刘景詹束龙叶幸司韶黎薄印宿白怀蒲从索赖卓蔺屠蒙池乔阴能苍双闻莘党翟谭贡劳姬申扶堵冉宰"
    "雍桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖终居衡步都耿满弘匡"
    "国文寇广禄阙东殴沃利蔚越夔隆师巩厍聂晁勾敖融冷辛阚那简饶空曾沙养鞠须丰巢关相查后荆红游竺权"
    "盖益桓公欧覃付肖闫涂岳佘苟苑隋腾初楚虚"
)
"""The surnames of all but a few people; only for telling a column of names."""

_GIVEN = "安平和顺康宁福禄祥瑞春夏秋冬晨曦江河湖海山川林泉松柏竹梅兰桂荷菊云霞雨雪风月星辰"

PERSON_NAME = Element(
    name="person_name",
    label=Text("姓名", "Name of a person"),
    standard="GA/T 2000.21-2014",
    type="VARCHAR",
    headers=words(
        """
        姓名 户主姓名 户主 领取人 领取人姓名 受益人 受益人姓名 申请人 申请人姓名 本人姓名 死者姓名
        死亡人员姓名 负责人 负责人姓名 联系人 联系人姓名 经办人 审批人 法定代表人 法人 法人姓名 法人代表
        持卡人 账户名 户名 开户名 配偶姓名 家庭成员姓名 成员姓名 党员姓名 干部姓名 车主 车主姓名 所有人
        权利人 股东姓名 人员姓名 XM XINGMING
        """
    ),
    prepare=unless(
        USUAL,
        "x",
        f"regexp_replace(translate({narrowed('x')}, '{DOTS}', '{'·' * len(DOTS)}'), ' +', ' ', 'g')",
    ),
    # Names with Chinese characters have no blanks; names in Latin letters keep one between words.
    clean=f"case when regexp_matches(x, '[{HAN}]') then translate(x, '. ', '·') else {filled('x')} end",
    invalid=(
        Invalid(
            code="placeholder",
            when=f"x in ({one_of(PLACEHOLDERS)})",
            text=Text("不是姓名，是占位的文字", "a stand-in, not a name"),
            todo=Text("请补充真实姓名", "ask for the name"),
        ),
        Invalid(
            code="digits",
            when="length(x) <> length(translate(x, '0123456789', ''))",
            text=Text("姓名中有数字", "digits in a name"),
            todo=VERIFY,
        ),
        Invalid(
            code="organisation",
            when=f"length(x) > 3 and regexp_matches(x, '{ORGANISATIONS}')",
            text=Text("这是单位名称，不是人名", "the name of an organisation"),
            todo=Text(
                "请填写个人姓名；单位另列", "give the person's name; organisations go to their own column"
            ),
        ),
        Invalid(
            code="lost_character",
            when="regexp_matches(x, '[?□■�*＊_#]')",
            text=Text("有字丢失或被遮盖（常见于生僻字）", "a character is lost or hidden, often a rare one"),
            todo=Text("请用支持GB 18030的程序重新导出", "export again with a program that supports GB 18030"),
        ),
        Invalid(
            code="characters",
            when=f"not regexp_matches(x, '^[{HAN}]([{HAN}·]*[{HAN}])?$|^[A-Za-z][A-Za-z .·-]*$')",
            text=Text("含有姓名中不会出现的字符", "characters that names do not have"),
            todo=VERIFY,
        ),
        Invalid(
            code="length",
            when="length(x) < 2 or length(x) > 40",
            text=Text("过短或过长，不像姓名", "too short or too long for a name"),
            todo=VERIFY,
        ),
    ),
    value="x",
    looks=f"regexp_matches(x, '^[{SURNAMES}][{HAN}]{{1,3}}$|^[{HAN}]{{2,}}·[{HAN}]+$')",
    masks={
        "none": "x",
        "partial": "substr(x, 1, 1) || '**'",
        "full": "'***'",
    },
    grade="一般3级",
    # 虚 is nobody's surname.
    fictional=f"'虚' || substr('{_GIVEN}', 1 + n % {len(_GIVEN)}, 1)"
    f" || substr('{_GIVEN}', 1 + n // {len(_GIVEN)} % {len(_GIVEN)}, 1)",
    costly=True,
)
