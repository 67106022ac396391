"""Honest pages in languages that the classifier was hardly or never taught lose nothing; farms on them still go."""

from __future__ import annotations

import html

import pytest

import scrub

# Three or more sentences of local news each.
NEWS = {
    "sw": (
        "Daraja jipya lafunguliwa Mwanza",
        "Maelfu ya wakazi wa jiji la Mwanza walijitokeza Jumatatu kushuhudia ufunguzi wa daraja jipya la ziwa.",
        "Waziri wa ujenzi alisema kuwa daraja hilo litapunguza muda wa safari kutoka saa mbili hadi dakika kumi.",
        "Serikali imeahidi kuwa nauli mpya za mabasi zitapitiwa upya baada ya miezi mitatu.",
    ),
    "bn": (
        "নদীর উপর নতুন সেতু খুলে দেওয়া হলো",
        "সোমবার সকালে হাজার হাজার মানুষ নতুন সেতুটি দেখতে নদীর তীরে জড়ো হন।",
        "মেয়র বলেন, সেতুটি হওয়ায় শহরে যেতে এখন দশ মিনিট লাগবে, আগে লাগত দুই ঘণ্টা।",
        "স্থানীয় জেলেরা আশা করছেন যে তাদের মাছ এবার সময়মতো বাজারে পৌঁছাবে।",
    ),
    "ta": (
        "ஆற்றின் மீது புதிய பாலம் திறக்கப்பட்டது",
        "திங்கள்கிழமை காலை ஆயிரக்கணக்கான மக்கள் புதிய பாலத்தைக் காண ஆற்றங்கரையில் கூடினர்.",
        "இந்தப் பாலத்தால் நகரத்திற்குச் செல்லும் நேரம் இரண்டு மணி நேரத்திலிருந்து பத்து நிமிடமாகக் குறையும் என்று மேயர் கூறினார்.",
        "பள்ளி மாணவர்கள் இனி படகில் செல்ல வேண்டியதில்லை என்று ஆசிரியர்கள் மகிழ்ச்சி தெரிவித்தனர்.",
    ),
    "hi": (
        "नदी पर नया पुल खुला",
        "सोमवार की सुबह हज़ारों लोग नए पुल को देखने के लिए नदी के किनारे जमा हुए।",
        "महापौर ने कहा कि अब शहर पहुँचने में दो घंटे के बजाय केवल दस मिनट लगेंगे।",
        "गाँव के किसानों को उम्मीद है कि उनकी सब्ज़ियाँ अब ताज़ा ही बाज़ार तक पहुँचेंगी।",
    ),
    "th": (
        "เปิดสะพานใหม่ข้ามแม่น้ำ",
        "เช้าวันจันทร์ ชาวบ้านหลายพันคนมารวมตัวกันที่ริมแม่น้ำเพื่อชมพิธีเปิดสะพานแห่งใหม่",
        "นายกเทศมนตรีกล่าวว่า การเดินทางเข้าเมืองจะใช้เวลาเพียงสิบนาที จากเดิมที่ต้องใช้เวลาสองชั่วโมง",
        "ครูและนักเรียนดีใจที่ไม่ต้องนั่งเรือไปโรงเรียนในฤดูฝนอีกต่อไป",
    ),
    "ka": (
        "მდინარეზე ახალი ხიდი გაიხსნა",
        "ორშაბათს დილით ათასობით ადამიანი შეიკრიბა მდინარის ნაპირზე ახალი ხიდის სანახავად.",
        "მერმა თქვა, რომ ქალაქამდე გზა ახლა ორი საათის ნაცვლად მხოლოდ ათ წუთს გაგრძელდება.",
        "სოფლის მცხოვრებლები იმედოვნებენ, რომ ავტობუსი ყოველ ნახევარ საათში ივლის.",
    ),
    "am": (
        "በወንዙ ላይ አዲስ ድልድይ ተከፈተ",
        "ሰኞ ጠዋት በሺዎች የሚቆጠሩ ሰዎች አዲሱን ድልድይ ለማየት በወንዙ ዳርቻ ተሰበሰቡ።",
        "ከንቲባው ወደ ከተማ የሚደረገው ጉዞ ከሁለት ሰዓት ወደ አስር ደቂቃ እንደሚቀንስ ተናግረዋል።",
        "ገበሬዎች አትክልታቸው ትኩስ ሆኖ ገበያ እንደሚደርስ ተስፋ ያደርጋሉ።",
    ),
    "so": (
        "Buundo cusub oo laga furay webiga",
        "Subaxnimadii Isniinta kumannaan qof ayaa isugu yimid daanta webiga si ay u arkaan buundada cusub.",
        "Duqa magaalada ayaa sheegay in safarka magaalada uu hadda qaadan doono toban daqiiqo oo keliya.",
        "Beeraleydu waxay rajaynayaan in khudaartoodu suuqa gaadho iyadoo cusub.",
    ),
    "eu": (
        "Zubi berria ireki dute ibaiaren gainean",
        "Astelehen goizean milaka lagun bildu ziren ibai ertzean zubi berria ikusteko.",
        "Alkateak esan zuen hirira joateko bidaiak bi orduren ordez hamar minutu baino ez duela iraungo.",
        "Ikastetxeko irakasleak pozik daude, haurrek ez baitute gehiago txalupaz joan beharko.",
    ),
    "uk": (
        "Через річку відкрили новий міст",
        "У понеділок уранці тисячі людей зібралися на березі річки, щоб побачити новий міст.",
        "Міський голова сказав, що дорога до міста тепер триватиме десять хвилин замість двох годин.",
        "Селяни сподіваються, що автобус ходитиме щопівгодини навіть узимку.",
    ),
    "he": (
        "גשר חדש נפתח מעל הנהר",
        "ביום שני בבוקר התאספו אלפי אנשים על גדת הנהר כדי לראות את הגשר החדש.",
        "ראש העיר אמר שהנסיעה אל העיר תימשך מעתה עשר דקות במקום שעתיים.",
        "החקלאים מקווים שהירקות שלהם יגיעו לשוק כשהם טריים.",
    ),
    "ko": (
        "강 위에 새 다리가 열렸다",
        "월요일 아침 수천 명의 주민이 새 다리를 보려고 강가에 모였다.",
        "시장은 시내까지 가는 데 두 시간 걸리던 길이 이제 십 분이면 된다고 말했다.",
        "학교 선생님들은 아이들이 더 이상 배를 타지 않아도 된다며 기뻐했다.",
    ),
    "mi": (
        "Kua tuwhera te piriti hou i runga i te awa",
        "I te ata o te Mane i hui ngā mano tāngata ki te taha o te awa kia kite i te piriti hou.",
        "I kī te koromatua ka tekau meneti noa iho te haerenga ki te tāone, ehara i te rua hāora.",
        "E tūmanako ana ngā kaiahuwhenua ka tae hou tonu ā rātou huawhenua ki te mākete.",
    ),
}
FARM = (
    '<div style="position:absolute;left:-9183px"><a href="https://vuokramokit-halvalla.shop/">halvat mökit</a> '
    '<a href="https://mokkivuokraus24.top/">mökkivuokraus</a> <a href="http://laina-heti.icu/x">pikalaina heti</a> '
    '<a href="http://dronit-ale.site/">dronit alennus</a></div>'
)


def page(language: str, farm: str = "") -> str:
    title, *sentences = (html.escape(text) for text in NEWS[language])
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return (
        f'<!doctype html><html lang="{language}"><meta charset=utf-8><title>{title}</title><body>'
        f"<article><h1>{title}</h1>{body}{farm}<p>{sentences[0]}</p></article></body></html>"
    )


@pytest.mark.parametrize("language", NEWS)
def test_an_honest_page_loses_nothing(language: str) -> None:
    article = scrub.clean(page(language), url="https://news.example/bridge")
    assert article.removed == ()
    for sentence in NEWS[language][1:]:
        assert sentence in article.text


@pytest.mark.parametrize("language", NEWS)
def test_honest_text_loses_nothing(language: str) -> None:
    text = "\n\n".join(NEWS[language])
    assert scrub.clean_text(text).text == text


@pytest.mark.parametrize("language", NEWS)
def test_a_farm_between_paragraphs_goes_alone(language: str) -> None:
    article = scrub.clean(page(language, FARM), url="https://news.example/bridge")
    assert [removal.text.split() for removal in article.removed] == [
        "halvat mökit mökkivuokraus pikalaina heti dronit alennus".split()
    ]
    for sentence in NEWS[language][1:]:
        assert sentence in article.text
