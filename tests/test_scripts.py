"""Pages in many languages and scripts: the article is found, boilerplate is not, and no character is lost."""

from __future__ import annotations

from typing import NamedTuple

import pytest

import scrub


class Story(NamedTuple):
    """An article and what stands around it, in one language."""

    language: str
    title: str
    author: str
    paragraphs: tuple[str, ...]
    menu: tuple[str, ...]
    footer: str
    quote: str


STORIES = [
    Story(
        "zh", "大桥经过两年维修后重新开放", "王小明",
        ("星期一早上，连接老城和新城的大桥在关闭两年以后重新开放，数百名居民前来参加简短的仪式。",
         "市政府表示，维修工程共花费三千万元，其中大部分用于更换桥面和加固桥墩。工程师们说，这座桥还可以使用五十年。",
         "“我每天上班都要绕路半个小时，”住在河对岸的教师李女士说，“现在终于可以走路去学校了。”",
         "桥上新增了自行车道和照明设备。市长说，明年春天还将在桥头修建一个小公园，供附近的居民休息。"),
        ("首页", "新闻", "体育", "财经", "联系我们"), "版权所有 © 2024 河边日报", "这座桥属于所有人。",
    ),
    Story(
        "ja", "二年間の修理を終えて橋が再び開通", "山田太郎",
        ("旧市街と新市街を結ぶ橋が、二年間の閉鎖を経て月曜日の朝に再び開通し、式典には数百人の住民が集まりました。",
         "市によると、修理には三億円がかかり、その大部分は橋面の交換と橋脚の補強に使われました。技術者たちは、この橋はあと五十年使えると話しています。",
         "「毎日の通勤に三十分も余計にかかっていました」と、川の向こう側に住む教師の佐藤さんは言います。「これでやっと学校まで歩いて行けます」",
         "橋には新しく自転車道と照明が設けられました。市長は来年の春に橋のたもとに小さな公園を作る予定だと述べました。"),
        ("ホーム", "ニュース", "スポーツ", "経済", "お問い合わせ"), "著作権 © 2024 川辺新聞", "この橋はみんなのものです。",
    ),
    Story(
        "th", "สะพานเปิดให้ใช้อีกครั้งหลังซ่อมแซมสองปี", "สมชาย ใจดี",
        ("สะพานที่เชื่อมเมืองเก่ากับเมืองใหม่เปิดให้ใช้อีกครั้งในเช้าวันจันทร์หลังจากปิดซ่อมแซมนานสองปี โดยมีชาวเมืองหลายร้อยคนมาร่วมพิธี",
         "เทศบาลเมืองกล่าวว่าการซ่อมแซมใช้งบประมาณสามสิบล้านบาท ส่วนใหญ่ใช้ในการเปลี่ยนพื้นสะพานและเสริมความแข็งแรงของตอม่อ วิศวกรกล่าวว่าสะพานนี้จะใช้ได้อีกห้าสิบปี",
         "ครูคนหนึ่งที่อาศัยอยู่อีกฝั่งของแม่น้ำกล่าวว่า ทุกวันต้องเดินทางอ้อมไปทำงานครึ่งชั่วโมง ตอนนี้เดินไปโรงเรียนได้แล้ว",
         "บนสะพานมีทางจักรยานและไฟส่องสว่างใหม่ นายกเทศมนตรีกล่าวว่าปีหน้าจะสร้างสวนสาธารณะเล็ก ๆ ที่หัวสะพานด้วย"),
        ("หน้าแรก", "ข่าว", "กีฬา", "เศรษฐกิจ", "ติดต่อเรา"), "สงวนลิขสิทธิ์ © 2024 ข่าวริมน้ำ", "สะพานนี้เป็นของทุกคน",
    ),
    Story(
        "ar", "إعادة فتح الجسر بعد عامين من الإصلاحات", "سمير حداد",
        ("أعيد صباح الاثنين فتح الجسر الذي يربط المدينة القديمة بالمدينة الجديدة بعد إغلاق دام عامين، وحضر مئات السكان حفلا قصيرا.",
         "وقالت البلدية إن أعمال الإصلاح كلفت ثلاثين مليونا، أنفق معظمها على تغيير سطح الجسر وتقوية دعائمه. ويقول المهندسون إن الجسر سيخدم خمسين عاما أخرى.",
         "وقالت معلمة تسكن على الضفة الأخرى من النهر: كنت أحتاج كل يوم إلى نصف ساعة إضافية للوصول إلى عملي، أما الآن فأستطيع الذهاب إلى المدرسة سيرا.",
         "وأضيف إلى الجسر مسار للدراجات وإنارة جديدة، وقال رئيس البلدية إن حديقة صغيرة ستقام عند مدخله في الربيع القادم."),
        ("الرئيسية", "أخبار", "رياضة", "اقتصاد", "اتصل بنا"), "جميع الحقوق محفوظة © 2024 صحيفة النهر", "هذا الجسر ملك للجميع.",
    ),
    Story(
        "he", "הגשר נפתח מחדש אחרי שנתיים של תיקונים", "דנה לוי",
        ("הגשר המחבר בין העיר העתיקה לעיר החדשה נפתח מחדש ביום שני בבוקר אחרי שנתיים שבהן היה סגור, ומאות תושבים הגיעו לטקס קצר.",
         "לדברי העירייה עלו התיקונים שלושים מיליון, ורוב הסכום הוצא על החלפת המשטח ועל חיזוק העמודים. המהנדסים אומרים שהגשר ישרת את העיר עוד חמישים שנה.",
         "\"כל יום נסעתי לעבודה חצי שעה יותר\", אמרה מורה הגרה בצד השני של הנהר, \"ועכשיו אני יכולה סוף סוף ללכת לבית הספר ברגל\".",
         "על הגשר הותקנו שביל אופניים ותאורה חדשה, וראש העיר אמר שבאביב הבא יוקם ליד הגשר פארק קטן לתושבי השכונה."),
        ("ראשי", "חדשות", "ספורט", "כלכלה", "צור קשר"), "כל הזכויות שמורות © 2024 עיתון הנהר", "הגשר הזה שייך לכולם.",
    ),
    Story(
        "ru", "Мост снова открыт после двух лет ремонта", "Анна Петрова",
        ("В понедельник утром мост, соединяющий старый город с новым, снова открыли после двух лет ремонта, и на короткую церемонию пришли сотни жителей.",
         "По словам мэрии, работы обошлись в тридцать миллионов, и большая часть денег ушла на замену полотна и укрепление опор. Инженеры говорят, что мост прослужит ещё пятьдесят лет.",
         "«Каждый день я тратила на дорогу лишние полчаса, — рассказывает учительница, живущая на другом берегу реки, — а теперь могу ходить в школу пешком».",
         "На мосту появились велосипедная дорожка и новое освещение, а следующей весной у моста, как обещает мэр, разобьют небольшой парк."),
        ("Главная", "Новости", "Спорт", "Экономика", "Контакты"), "Все права защищены © 2024 Речная газета", "Этот мост принадлежит всем.",
    ),
]  # fmt: skip


def page(story: Story) -> str:
    """The story in a page as news sites write them."""
    menu = "".join(f'<li><a href="/{k}">{word}</a></li>' for k, word in enumerate(story.menu))
    text = "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
    direction = ' dir="rtl"' if story.language in ("ar", "he") else ""
    return (
        f'<!doctype html><html lang="{story.language}"{direction}><head><meta charset="utf-8"><title>{story.title}</title>'
        f'<meta name="author" content="{story.author}"><meta property="article:published_time" content="2024-03-04">'
        f"</head><body><header><nav><ul>{menu}</ul></nav></header><main><article><h1>{story.title}</h1>{text}"
        f"<blockquote><p>{story.quote}</p></blockquote></article></main><footer><p>{story.footer}</p><ul>{menu}</ul>"
        "</footer></body></html>"
    )


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)
def test_the_article_is_found_in_every_script(story: Story) -> None:
    article = scrub.clean(page(story), "https://example.org/1")
    for paragraph in story.paragraphs:
        assert paragraph in article.text
    assert story.footer not in article.text
    assert f"{story.menu[0]}\n" not in article.text
    assert article.removed == ()


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)
def test_metadata_is_read_in_every_script(story: Story) -> None:
    article = scrub.clean(page(story))
    assert (article.title, article.author, article.date) == (story.title, story.author, "2024-03-04")
    assert article.language == story.language


ENCODINGS = {
    "zh": ("gb18030", "big5"), "ja": ("shift_jis", "euc-jp"), "th": ("tis-620",), "ar": ("cp1256", "iso-8859-6"),
    "he": ("cp1255",), "ru": ("koi8-r", "cp1251"),
}  # fmt: skip


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)
def test_old_encodings_give_the_same_text(story: Story) -> None:
    """A declared encoding is read as it is, whatever the script."""
    html = page(story)
    for name in ENCODINGS[story.language]:
        declared = html.replace('charset="utf-8"', f'charset="{name}"')
        body = declared.encode(name, "xmlcharrefreplace")
        assert scrub.clean(body).text == scrub.clean(html).text, name


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)
def test_every_format_holds_every_letter(story: Story) -> None:
    article = scrub.clean(page(story))
    for form in (article.markdown, article.html, article.tei):
        for paragraph in story.paragraphs:
            assert paragraph.replace('"', "&quot;") in form or paragraph in form
