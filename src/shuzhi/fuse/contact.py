"""Telephones and addresses compared: the same for people and for companies."""

from shuzhi.core.text import Text
from shuzhi.fuse import writing
from shuzhi.fuse.comparison import Comparison, Level

PHONE = Comparison(
    name="phone",
    given="l.phone is not null and r.phone is not null",
    levels=(
        Level(
            says=Text("电话相同", "the same telephone"), when="l.phone = r.phone", equal="phone", rare=True
        ),
        Level(says=Text("电话只差区号", "telephones but for the area code"), when=writing.SAME_LINE),
        Level(
            says=Text("电话差一位", "telephones one slip apart"),
            when=writing.one_slip("l.phone", "r.phone", writing.PHONE_LENGTH),
        ),
    ),
    differs=Text("电话不同", "different telephones"),
)

ADDRESS = Comparison(
    name="address",
    given="l.road is not null and r.road is not null",
    levels=(
        Level(says=Text("同一户", "the same door"), when="l.door = r.door", equal="door", rare=True),
        Level(
            says=Text("同一楼栋或门牌", "the same house"), when="l.house = r.house", equal="house", rare=True
        ),
        Level(says=Text("同一道路或村", "the same road or village"), when="l.road = r.road", equal="road"),
    ),
    differs=Text("地址不同", "different addresses"),
)
