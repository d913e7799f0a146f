"""Repairs: what damage of bytes, blanks, lists and hijackers comes to, and why; nothing is invented."""

from __future__ import annotations

import random
import time

import pytest

from kanwu.checks import check
from kanwu.extractors import extract
from kanwu.folds import fold
from kanwu.message import say
from kanwu.replay import Replayed, Settled
from kanwu.source import Source
from kanwu.text import Repair, Text
from kanwu.workspace.documents import load_schema


def of(words: str) -> Text:
    return fold(Source("x", words, "utf-8"))


def shifted(words: str) -> str:
    """The words as a page shows them: one byte late, and without what fell into private use."""
    late = (b"\xa1" + words.encode("gb18030")).decode("gb18030", "replace")
    return "".join(c for c in late if not "\ue000" <= c <= "\uf8ff" and c != "\ufffd")


def whys(text: Text) -> set[str]:
    return {repair.why for repair in text.repairs}


def marks(text: Text, kind: str) -> list[Repair]:
    """The repairs of a kind that change nothing."""
    return [r for r in text.repairs if r.kind == kind and r.before == r.after]


@pytest.mark.parametrize(
    ("line", "folded"),
    [
        ("（六）完善制度", "(六)完善制�"),
        ("（三）拓宽渠道", "(三)拓宽�"),
        ("（十）加强监督", "(十)加强监�"),
        ("（五）规范公开", "(五)规范�"),
    ],
)
def test_what_is_in_step_again_reads_and_a_lost_half_is_shown(line: str, folded: str) -> None:
    """After a deleted pair the bytes count only where they make a word that the document knows."""
    words = "这一年完善制度，加强监督，拓宽门路，规范做法。"
    text = of(f"题目\n{shifted(line)}\n{words}")
    assert text.folded.split("\n")[1] == folded
    assert "repair.byte-shift-part" in whys(text)


def test_next_to_nothing_is_invented() -> None:
    """Of 400 headings out of two words each, as a page would show them, what is restored is true."""
    rng = random.Random(11)
    known = (
        "公开 班子 邀请 协调 联动 强力 抓住 将来 更新 问责 基础 讨论 行政 投入 建立 查阅 动态 强化"
    )
    words = known.split()
    wrong = []
    for _ in range(400):
        truth = f"（{rng.choice('一二三四五六七八九十')}）{''.join(rng.sample(words, 2))}"
        text = of(f"题目\n{shifted(truth)}\n正文")
        restored = "".join(r.after for r in text.repairs if r.before != r.after)
        wrong += [truth] * (not truth.startswith(restored.split("�")[0]))
    assert wrong == []


def test_bytes_out_of_step_make_no_words() -> None:
    """Where a second pair was deleted, what the bytes would say is not said."""
    text = of(f"题目\n{shifted('（二）强化队伍')}\n强化队伍，人人有责。")
    assert text.folded.split("\n")[1].startswith("(二)炕")
    assert marks(text, "byte-shift")


@pytest.mark.parametrize(
    ("words", "folded"),
    [
        ("。ǘ⿵(qiáng)化队伍，年度報(bào)告", "(二)強化队伍,年度報告"),
        ("。ǘ⿵(xyz)化队伍，年度報(bào)告", "(二)�(xyz)化队伍,年度報告"),
    ],
)
def test_a_gloss_tells_the_character_before_it(words: str, folded: str) -> None:
    """One byte and the reading leave one usual character, or the byte stays unread."""
    assert of(f"题目\n{words}").folded == f"题目\n{folded}"


def test_a_lost_lead_byte_inside_a_line_is_told_by_the_only_bracket_it_makes() -> None:
    """`?` and a run that ends in a letter: 《條."""
    assert of("依照?稐l例》办理。").folded == "依照《條例》办理。"


@pytest.mark.parametrize("words", ["真的嗎?請看A", "谁来管?镇里A", "依照?条例》办理"])
def test_a_question_mark_before_sound_words_is_one(words: str) -> None:
    assert of(words).folded == words


def test_full_width_digits_are_told_by_the_items_around_them() -> None:
    """。玻 between 1. and 3. is 2.; alone it is nothing."""
    lines = ["1．明确责任。", shifted("２．加强领导"), "3．抓好落实。"]
    text = of("题目\n" + "\n".join(lines))
    assert text.folded.split("\n")[2] == "2.加强领�"
    alone = of(f"题目\n{lines[1]}\n镇里说的")
    assert alone.repairs == ()


def test_an_orphan_gloss_is_marked() -> None:
    """A reading without its character says that one is gone; brackets of other kinds do not."""
    text = of("年度報(bào)告，工作重(diǎn)，見附件(PDF)(2019)")
    (orphan,) = marks(text, "gloss")
    assert (orphan.before, orphan.why) == ("(diǎn)", "repair.gloss-orphan")
    assert of("Le mot (élan) est français").repairs == ()


def test_over_converted_and_localised_words_become_the_usual_ones() -> None:
    """方麵, 谘詢, 答複, 訊息: with their reasons, and only in traditional documents."""
    text = of("各方麵谘詢均已答複，訊息公開，民眾滿意，開會時間")
    assert text.folded == "各方面咨询均已答复,信息公开,群众满意,开会时间"
    assert {"repair.over-converted", "repair.localised", "repair.script"} <= whys(text)
    assert of("收到讯息，民众满意").folded == "收到讯息,民众满意"
    assert of("開會時間單位：規範性檔案与檔案").folded == "开会时间单位:规范性文件与档案"


def test_gbk_read_as_latin_1_is_read_again() -> None:
    """A whole line at a time, and each character leads back to its two."""
    damaged = "公开信息160条，比上年多".encode("gb18030").decode("latin-1")
    text = of(f"正文\n{damaged}\n")
    assert text.folded == "正文\n公开信息160条,比上年多\n"
    at = text.folded.index("160")
    assert text.source.quote(text.span(at, at + 3)) == "160"
    assert whys(text) == {"repair.encoding"}


@pytest.mark.parametrize(
    "words",
    ["Le café est très bon, été à côté", "naïve Ångström Þórr", "¡Qué año!", "ÄÖÜ äöü ßßßß"],
)
def test_latin_words_stay(words: str) -> None:
    assert of(words).folded == words


@pytest.mark.parametrize(
    ("words", "folded"),
    [
        ("全年公开?1340条?，其中??12条。", "全年公开 1340条 ,其中  12条。"),
        ("?本镇共办?5?件", " 本镇共办 5 件"),
        ("费用12?345元", "费用12 345元"),
        ("有没有问题?2020年再看", "有没有问题?2020年再看"),
        ("多少条?160条", "多少条?160条"),
        ("公开了吗?", "公开了吗?"),
        ("见 list.do?id=12 页", "见 list.do?id=12 页"),
    ],
)
def test_question_marks_of_lost_blanks_are_blanks(words: str, folded: str) -> None:
    """Beside digits and before lines, where nothing is asked; a real question stays."""
    assert of(words).folded == folded


@pytest.mark.parametrize(
    ("words", "folded"),
    [
        ("四、收费\n没有收费。\n\n、存在问题\n不够。\n六、其他", "五、存在问题"),
        ("3、培训。\n。、加大力度。\n5、检查。", "4、加大力度。"),
        ("2、抓落实。\n。、强化督查。", "3、强化督查。"),
        ("一是公开，是完善制度，三是培训。", "二是完善制度"),
        ("四、收费\n1．没有。\n2．真没有。\n\n、问题\n不够。\n六、其他", "五、问题"),
        ("十、收费\n没有。\n、问题\n不够。\n十二、其他", "十一、问题"),
    ],
)
def test_lost_list_numbers_are_told_by_the_sequence(words: str, folded: str) -> None:
    text = of(words)
    assert folded in text.folded
    assert {r.kind for r in text.repairs} == {"ordinal"}


@pytest.mark.parametrize(
    "words",
    [
        "主动公开政府信息、\n、工作动态",
        "一、概述\n这是一行没有写完的话因为版面太窄只好折到下一行去写\n、动态也是",
        "一是公开，是完善制度，四是培训。",
        "公开是完善制度的办法，三是培训。",
    ],
)
def test_what_no_sequence_tells_stays(words: str) -> None:
    assert of(words).repairs == ()


def test_a_lost_number_that_could_be_of_two_lists_is_marked() -> None:
    """After 四、 and 2. a short line may be 五、 or 3.: nobody knows, and that is said."""
    text = of("四、收费\n1．没有。\n2．真没有。\n\n、问题\n不够。")
    (mark,) = marks(text, "ordinal")
    assert (mark.before, mark.why) == ("、", "repair.ordinal-open")


SPAM = """云岭市梨坪镇2020年政府信息公开工作年度报告
全年主动公开政府信息160条。利用公示栏、麻将胡了最新官方版下载村民群等渠道公开。
镇xpj88.com公开，年度xpj88.com报告，依照xpj88.com办理，由xpj88.com编制。
Copyright © 开云体育官网 版权所有
联系电话:020-88888888 公开政府信息77条
"""


def test_spam_is_marked_and_nothing_in_it_is_read() -> None:
    """Its telephone is nobody's, its count no reading; the sound words beside it are read."""
    text = of(SPAM)
    quotes = [repair.before for repair in marks(text, "spam")]
    assert "麻将胡了最新官方版下载" in quotes
    assert quotes.count("xpj88.com") == 4
    assert any("020-88888888" in quote for quote in quotes)
    readings = extract(text, load_schema("zh-disclosure-report"))
    read = {r.key.field: r.quote for r in readings if r.span}
    assert read["disclosed.total"] == "160"
    assert "contact.phone" not in read
    assert not any("77" in (r.quote or "") for r in readings if r.span)


@pytest.mark.parametrize("brand", ["365体育官网", "bet365娱乐平台", "365在线投注"])
def test_a_brand_that_begins_with_a_number_is_no_number(brand: str) -> None:
    """What it stands for is gone; 365天 and 365个 stay what they are."""
    text = of(f"（二）{brand}办理情况。全年开放365天，管理系统收到12封。")
    assert [repair.before for repair in marks(text, "spam")] == [brand]


def test_a_brand_of_letters_and_digits_is_told_by_its_unlike_neighbours() -> None:
    """Three times in place of three words; twice, or always in one phrase, is no replacement."""
    words = "镇{0}公开信息，年度{0}报告已发，依照{0}条例，共{0}条。"
    assert len(marks(of(words.format("bet365")), "spam")) == 4
    assert of("镇bet365公开，年度bet365报告").repairs == ()
    assert of("接入OA2000系统，接入OA2000系统，接入OA2000系统").repairs == ()


def test_a_value_with_spam_in_it_is_doubted() -> None:
    """A publisher whose name a brand has taken a part of has no value."""
    schema = load_schema("zh-disclosure-report")
    text = of("云岭市麻将胡了人民政府2020年政府信息公开工作年度报告\n正文。")
    readings = extract(text, schema)
    (publisher,) = (r for r in readings if r.key.field == "report.publisher")
    assert publisher.value is None
    settled = tuple(Settled(reading=r, machine=r) for r in readings)
    codes = {f.code for f in check(Replayed(settled, ()), text, schema) if f.readings}
    assert "text.spam" in codes


@pytest.mark.parametrize(
    "words",
    [
        "江南体育馆开放。澳门国际机场。",
        "登录www.x.gov.cn查看，通过www.x.gov.cn公开，在www.x.gov.cn发布，由www.x.gov.cn转载",
        "福利彩票网站",
        "本年APP投入12.50万元，占经费12.50个点，另有三成12.50亿份，增长12.50倍",
    ],
)
def test_sound_words_are_no_spam(words: str) -> None:
    assert of(words).repairs == ()


def test_every_repair_can_explain_itself() -> None:
    """Each why is a sentence of the catalogue."""
    for words in (SPAM, "四、收\n完。\n、问题\n六、", "?5?件", "依照?稐l例》", "報(bào)(diǎn)"):
        for repair in of(words).repairs:
            assert say(repair.why).zh


@pytest.mark.parametrize(
    "piece",
    [
        "1、\n。、政务公开\n",
        "、政务\n",
        "?稐l",
        "。┱拇胧\n",
        "?1",
        "(diǎn)報(bào)",
        "½ñÌì\n",
        "麵方麵訊息開會時間單位負",
    ],
)
def test_time_grows_with_the_damage_and_not_faster(piece: str) -> None:
    """A page of nothing but damage is folded in a time that its length tells."""

    def took(length: int) -> float:
        words = (piece * length)[:length]
        start = time.process_time()
        of(words)
        return time.process_time() - start

    took(500)
    assert took(40_000) < 0.3 + 25 * took(4_000)


def test_one_odd_line_costs_the_long_ones_beside_it_nothing() -> None:
    """A line of misread bytes above a very long clean one: the long line is looked at once."""

    def took(length: int) -> float:
        start = time.process_time()
        of("½ñÌì½ñÌì\n" + "x" * length)
        return time.process_time() - start

    took(500)
    assert took(60_000) < 0.3 + 25 * took(6_000)
