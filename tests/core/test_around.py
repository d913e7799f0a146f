"""What a value's words, its item, the heading above it or its sentence should not say is doubted."""

from __future__ import annotations

import pytest
from consistent import reviewed
from grids import SCHEMA

from kanwu.checks.scope import headings
from kanwu.errors import KanwuError
from kanwu.folds import fold
from kanwu.schemafile import parse_schema
from kanwu.source import Source

TITLE = "柳溪县水利局2021年政府信息公开工作年度报告\n\n"


def doubted(text: str) -> set[tuple[str, str]]:
    """The rules that fail, with the field of the reading that each is most about."""
    return {(one.code, one.readings[0].field) for one in reviewed(text).findings if one.readings}


@pytest.mark.parametrize(
    ("sentence", "other"),
    [
        ("2020年度主动公开政府信息54条。", True),
        ("2021年度主动公开政府信息54条。", False),
        ("截止2022年12月31日,我局主动公开政府信息54条。", True),
        ("自2008年起公开信息,2021年主动公开政府信息54条。", False),
        ("按照《2020年政务公开要点》,全年主动公开政府信息54条。", False),
        ("全年(2020年12月起编制)主动公开政府信息54条。", False),
    ],
)
def test_a_number_of_another_year_is_doubted(sentence: str, other: bool) -> None:
    """The report's own year anywhere before it in the sentence is enough; titles and asides tell none."""
    found = doubted(f"{TITLE}一、主动公开情况\n\n{sentence}\n")
    rules = {code for code, _ in found}
    assert ("told-of-the-report-year" in rules) == other


@pytest.mark.parametrize(
    ("heading", "other"),
    [
        ("二、依申请公开情况", True),
        ("二、主动公开和依申请公开情况", False),
        ("二、主动公开情况", False),
    ],
)
def test_what_is_disclosed_is_not_told_under_applications(heading: str, other: bool) -> None:
    """Nothing in the sentence itself says that it is of another matter."""
    text = f"{TITLE}{heading}\n\n全年共公开政府信息23条,均已答复。\n"
    assert (("disclosed-under-its-heading", "disclosed.total") in doubted(text)) == other


@pytest.mark.parametrize(
    ("name", "other"),
    [("市水利局", True), ("环境保护局", True), ("柳溪市水利局", False), ("市中区水利局", False)],
)
def test_a_body_without_its_place_is_doubted(name: str, other: bool) -> None:
    """The same name stands on the reports of a hundred cities."""
    text = f"{name}2021年政府信息公开工作年度报告\n\n一、总体情况\n\n本年度工作有序。\n"
    assert (("publisher-is-a-name", "report.publisher") in doubted(text)) == other


@pytest.mark.parametrize(
    ("address", "other"),
    [("某某体彩网", True), ("柳溪县新街3号", False), ("柳溪县网箱路3号", False)],
)
def test_an_address_that_is_a_website_is_doubted(address: str, other: bool) -> None:
    """An advertisement put into the text stands where the street was."""
    text = f"{TITLE}如有疑问,请与我局联系(地址:{address},邮编:300000)。\n"
    assert (("address-is-a-place", "contact.address") in doubted(text)) == other


@pytest.mark.parametrize(
    ("item", "other"),
    [
        ("办理咨询事项", True),
        ("办事指南", False),
        ("转载信息", True),
        ("必威体育app信息", True),
        ("县政府及其部门信息", True),
        ("重点聚焦村居动态", True),
    ],
)
def test_an_item_that_is_no_subject_is_doubted(item: str, other: bool) -> None:
    """What a body did stands in one list with what it disclosed."""
    text = f"{TITLE}一、主动公开情况\n\n全年主动公开政府信息60条,其中:政策文件12条,{item}7条,工作动态41条。\n"
    found = doubted(text)
    assert any(code == "item-is-a-subject" for code, _ in found) == other


@pytest.mark.parametrize(("kind", "other"), [("工作动态", True), ("各类信息", False)])
def test_one_kind_of_what_a_website_holds_is_not_the_whole(kind: str, other: bool) -> None:
    """The number of news is told as that of the website."""
    found = doubted(f"{TITLE}一、主动公开情况\n\n全年在政府网站发布{kind}73条。\n")
    assert (("channel-told-as-a-whole", "disclosed.website") in found) == other


@pytest.mark.parametrize(("place", "other"), [("柳溪市场街街道", True), ("柳溪市新街街道", False)])
def test_a_region_that_holds_two_divisions_is_doubted(place: str, other: bool) -> None:
    """It is the one above the township, unless there is none."""
    found = doubted(
        f"{place}办事处2021年政府信息公开工作年度报告\n\n一、总体情况\n\n本年度工作有序。\n"
    )
    assert (("region-is-one-division", "report.region") in found) == other


@pytest.mark.parametrize(("told", "other"), [("八87", True), ("八", False)])
def test_a_report_in_very_many_parts_is_doubted(told: str, other: bool) -> None:
    """A number that was mended in the text and left beside the new one is read as one."""
    found = doubted(f"{TITLE}本报告由概述、主动公开情况、附表等{told}部分组成。\n")
    assert (("few-parts", "report.parts_announced") in found) == other


def test_the_heading_above_is_the_nearest_one() -> None:
    """A heading may run on in its line; a line of prose is none."""
    source = Source("x", "一、甲事\n\n(二) 乙 事。又是3条\n下一行4条\n", "utf-8")
    text = fold(source)
    for number, heading in (("3", "(二)乙事"), ("4", "(二)乙事"), ("甲", "一、甲事")):
        assert headings(text, SCHEMA.heading)(source.text.index(number)) == heading
    bare = Source("x", "没有标题5条\n", "utf-8")
    assert headings(fold(bare), SCHEMA.heading)(4) == ""


def test_a_rule_of_words_needs_patterns_that_can_be_read() -> None:
    """The line is named."""
    schema = (
        "schema: s\nversion: 1\ntitle: {zh: 甲, en: a}\n"
        "fields:\n  t.a: {label: {zh: 甲, en: a}, kind: text, phrases: ['(?P<value>甲)']}\n"
        "rules:\n  - {name: r, check: words, severity: note, fields: [t.a], value: ['('], why: {zh: 甲, en: a}}\n"
    )
    with pytest.raises(KanwuError, match="7"):
        parse_schema(schema, "s.yaml")


@pytest.mark.parametrize(
    ("sentence", "other"),
    [
        ("全年“青浦之声”微博、微信、微视共发布信息655条。", True),
        ("全年网站、微博、微信共发布信息655条。", False),
    ],
)
def test_what_new_media_told_is_not_the_total(sentence: str, other: bool) -> None:
    """The accounts of a body hold some of what it disclosed."""
    found = doubted(f"{TITLE}一、主动公开情况\n\n{sentence}\n")
    assert (("total-told-of-a-part", "disclosed.total") in found) == other


@pytest.mark.parametrize(
    ("number", "other"), [("1", True), ("0", False)], ids=["one of them", "none at all"]
)
def test_the_number_of_several_kinds_is_not_that_of_one(number: str, other: bool) -> None:
    """One case is of one kind; no case is none of each."""
    text = f"{TITLE}四、复议诉讼情况\n\n全年接收行政复议申请、行政诉讼或行政申诉{number}件。\n"
    codes = {code for code, _ in doubted(text)}
    assert ("dispute-told-with-others" in codes) == other


@pytest.mark.parametrize(
    ("told", "other"),
    [
        ("全年受理政府信息公开申请7件，答复率100%。", True),
        ("全年未收到申请；县长信箱留言7条，答复率100%。", False),
    ],
    ids=["applications", "letters"],
)
def test_the_share_of_applications_answered_is_not_that_of_responses(
    told: str, other: bool
) -> None:
    """A share belongs to what the sentence counts before it."""
    codes = {code for code, _ in doubted(f"{TITLE}三、办理情况\n\n{told}\n")}
    assert ("rate-told-of-applications" in codes) == other


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("通过柳溪县政府网、柳溪水利公众号、各级媒体等方式主动公开政策文件、政策落实、重点领域、财政预决算、工作动态、各类简报、公共服务、行政处罚等信息51条。", "channel-told-with-others"),
        ("通过微信群、报刊、公示栏、服务大厅等载体公开信息28条。", "channel-told-with-others"),
        ("其中,业务工作栏发布56条,信息公开栏发布9条。", "noticeboard-is-no-column"),
        ("利用县政府门户网站等政务公开栏平台公开信息38条。", "noticeboard-is-no-column"),
        ("在公示栏公开信息38条。", ""),
        ("各级媒体刊登新闻44条,其中《柳溪日报》7条、柳溪电视台发布新闻1条。", "media-told-as-a-whole"),
        ("主动公开信息90条,其中动态类信息70条,公告类信息17条,依申请公开3条。", "requests-told-as-a-whole"),
        ("依托微信公众号、视频号等平台,采用图文等形式,全年公开政府信息100条。", "total-told-of-a-part"),
        ("据柳溪市水务局报告,该局通过官方微信发布信息63条。", "told-of-another-body"),
        ("全年向县政府网站报送信息66条。", "disclosed-is-not-submitted"),
        ("发布会议解读60条。", ""),
        ("代县政府办理政府信息公开申请17件。", "applications-of-others"),
        ("全年办理政府信息公开申请17件。", ""),
        ("国家级媒体刊发稿件44篇。", "media-told-as-a-whole"),
        ("街道宣传栏每季度更新1次,全年共公开信息180条。", "total-told-of-a-part"),
        ("截至年底,受理行政复议申请56件。", "dispute-told-of-disclosure"),
        ("截至年底,因政府信息公开受理行政复议申请2件。", ""),
        ("镇里在村务公开栏公布信息38条。", "noticeboard-is-no-column"),
        ("社区公示栏公开信息38条。", "noticeboard-is-no-column"),
        ("全年法定主动公开信息16条。", "total-told-of-a-part"),
        ("全年公开各类工作信息84条。", "total-told-of-a-part"),
        ("2020年,柳溪全县共公开政府信息920条,县水利局公开政府信息63条。", ""),
        ("2020年,柳溪全县共公开政府信息920条,县统计局公开政府信息63条。", "less-than-the-whole"),
    ],
)  # fmt: skip
def test_a_number_of_others_is_doubted(sentence: str, rule: str) -> None:
    """Of several channels together, of one among them, of another body, or of another thing."""
    others = {
        "channel-told-with-others",
        "noticeboard-is-no-column",
        "media-told-as-a-whole",
        "requests-told-as-a-whole",
        "dispute-told-of-disclosure",
        "total-told-of-a-part",
        "told-of-another-body",
        "disclosed-is-not-submitted",
        "applications-of-others",
        "less-than-the-whole",
    }
    codes = {code for code, _ in doubted(f"{TITLE}一、总体情况\n\n{sentence}\n")}
    assert codes & others == ({rule} if rule else set())
