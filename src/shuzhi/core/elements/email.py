"""Electronic mail address 电子邮箱 (RFC 5321), in lower case."""

from shuzhi.core.elements.element import Element, Invalid
from shuzhi.core.elements.spelling import compact, filled, unless, words
from shuzhi.core.text import Text

SHAPE = "^[a-z0-9_%+-]+([.][a-z0-9_%+-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?[.])+[a-z]{2,}$"

EMAIL = Element(
    name="email",
    label=Text("电子邮箱", "Email address"),
    standard="RFC 5321",
    type="VARCHAR",
    headers=words(
        """
        邮箱 电子邮箱 电子邮件 邮箱地址 电子邮箱地址 电子信箱 联系邮箱 E-mail email mail DZYX
        """
    ),
    prepare=unless(SHAPE, "x", f"lower({compact('x')})"),
    clean=unless(SHAPE, "x", filled("x")),
    invalid=(
        Invalid(
            code="no_at",
            when="strpos(x, '@') = 0",
            text=Text("没有@", "no @ in it"),
            todo=Text("请补充完整的邮箱地址", "give the whole address"),
        ),
        Invalid(
            code="several",
            when="regexp_matches(x, '@.*[,;、/|].*@')",
            text=Text("一格中有多个邮箱", "several addresses in one cell"),
            todo=Text("请每格只填一个", "keep one address in a cell"),
        ),
        Invalid(
            code="shape",
            when=f"not regexp_matches(x, '{SHAPE}')",
            text=Text("不是有效的邮箱地址", "not an email address"),
            todo=Text("请核对后更正", "check and correct it"),
        ),
    ),
    value="x",
    looks=f"regexp_matches(x, '{SHAPE}')",
    masks={"none": "x", "partial": "'***' || substr(x, strpos(x, '@'))", "full": "'***'"},
    grade="一般3级",
    # RFC 2606 keeps this domain for examples.
    fictional="'person' || cast(n as varchar) || '@example.com'",
    costly=True,
)
