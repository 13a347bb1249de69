#include "phrases_table.h"

/* clang-format off: a line for each string would be a thousand lines */

/* The first one that fits is taken; English, the first, where none does. */
const reader_phrases_t reader_phrases_table[] = {
    { READER_PHRASES_ENGLISH, "By #", "# min", "D M Y",
      { "January", "February", "March", "April", "May", "June", "July", "August",
        "September", "October", "November", "December" },
      "Skip to article", "Contents", "Footnotes", "Back to text", "Pages",
      "Previous page", "Next page", "Table", "Image", "Video", "Audio",
      "Embedded", "Reader view of #", "Full page", "Text", "Links" },

    { "de", "Von #", "# Min.", "D. M Y",
      { "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August",
        "September", "Oktober", "November", "Dezember" },
      "Zum Artikel", "Inhalt", "Fußnoten", "Zurück zum Text", "Seiten",
      "Vorige Seite", "Nächste Seite", "Tabelle", "Bild", "Video", "Audio",
      "Eingebettet", "Leseansicht von #", "Ganze Seite", "Text", "Links" },

    { "fr", "Par #", "# min", "D M Y",
      { "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
        "septembre", "octobre", "novembre", "décembre" },
      "Aller à l’article", "Sommaire", "Notes", "Retour au texte", "Pages",
      "Page précédente", "Page suivante", "Tableau", "Image", "Vidéo", "Audio",
      "Contenu intégré", "Vue de lecture de #", "Page complète", "Texte", "Liens" },

    { "es", "Por #", "# min", "D de M de Y",
      { "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
        "septiembre", "octubre", "noviembre", "diciembre" },
      "Ir al artículo", "Contenido", "Notas", "Volver al texto", "Páginas",
      "Página anterior", "Página siguiente", "Tabla", "Imagen", "Vídeo", "Audio",
      "Contenido insertado", "Vista de lectura de #", "Página completa", "Texto",
      "Enlaces" },

    { "it", "Di #", "# min", "D M Y",
      { "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio",
        "agosto", "settembre", "ottobre", "novembre", "dicembre" },
      "Vai all’articolo", "Indice", "Note", "Torna al testo", "Pagine",
      "Pagina precedente", "Pagina successiva", "Tabella", "Immagine", "Video",
      "Audio", "Contenuto incorporato", "Vista di lettura di #",
      "Pagina completa", "Testo", "Link" },

    { "pt", "Por #", "# min", "D de M de Y",
      { "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho",
        "agosto", "setembro", "outubro", "novembro", "dezembro" },
      "Ir para o artigo", "Conteúdo", "Notas", "Voltar ao texto", "Páginas",
      "Página anterior", "Página seguinte", "Tabela", "Imagem", "Vídeo", "Áudio",
      "Conteúdo incorporado", "Vista de leitura de #", "Página completa", "Texto",
      "Links" },

    { "nl", "Door #", "# min.", "D M Y",
      { "januari", "februari", "maart", "april", "mei", "juni", "juli",
        "augustus", "september", "oktober", "november", "december" },
      "Naar het artikel", "Inhoud", "Voetnoten", "Terug naar de tekst",
      "Pagina’s", "Vorige pagina", "Volgende pagina", "Tabel", "Afbeelding",
      "Video", "Audio", "Ingesloten", "Leesweergave van #", "Volledige pagina",
      "Tekst", "Links" },

    { "sv", "Av #", "# min", "D M Y",
      { "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti",
        "september", "oktober", "november", "december" },
      "Till artikeln", "Innehåll", "Fotnoter", "Tillbaka till texten", "Sidor",
      "Föregående sida", "Nästa sida", "Tabell", "Bild", "Video", "Ljud",
      "Inbäddat", "Läsvy av #", "Hela sidan", "Text", "Länkar" },

    { "da", "Af #", "# min.", "D. M Y",
      { "januar", "februar", "marts", "april", "maj", "juni", "juli", "august",
        "september", "oktober", "november", "december" },
      "Til artiklen", "Indhold", "Fodnoter", "Tilbage til teksten", "Sider",
      "Forrige side", "Næste side", "Tabel", "Billede", "Video", "Lyd",
      "Indlejret", "Læsevisning af #", "Hele siden", "Tekst", "Links" },

#define NORWEGIAN(code)                                                        \
    { code, "Av #", "# min", "D. M Y",                                         \
      { "januar", "februar", "mars", "april", "mai", "juni", "juli", "august",  \
        "september", "oktober", "november", "desember" },                      \
      "Til artikkelen", "Innhold", "Fotnoter", "Tilbake til teksten", "Sider",  \
      "Forrige side", "Neste side", "Tabell", "Bilde", "Video", "Lyd", "Innebygd",  \
      "Lesevisning av #", "Hele siden", "Tekst", "Lenker" }

    NORWEGIAN("nb"),
    NORWEGIAN("no"),
    NORWEGIAN("nn"),

    { "fi", "#", "# min", "D. M Y",
      { "tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta", "toukokuuta",
        "kesäkuuta", "heinäkuuta", "elokuuta", "syyskuuta", "lokakuuta",
        "marraskuuta", "joulukuuta" },
      "Siirry artikkeliin", "Sisällys", "Alaviitteet", "Takaisin tekstiin",
      "Sivut", "Edellinen sivu", "Seuraava sivu", "Taulukko", "Kuva", "Video",
      "Ääni", "Upotettu", "Lukunäkymä: #", "Koko sivu", "Teksti", "Linkit" },

    { "pl", "#", "# min", "D M Y",
      { "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca",
        "sierpnia", "września", "października", "listopada", "grudnia" },
      "Przejdź do artykułu", "Spis treści", "Przypisy", "Powrót do tekstu",
      "Strony", "Poprzednia strona", "Następna strona", "Tabela", "Obraz",
      "Wideo", "Dźwięk", "Osadzone", "Widok do czytania: #", "Pełna strona",
      "Tekst", "Odnośniki" },

    { "cs", "#", "# min", "D. M Y",
      { "ledna", "února", "března", "dubna", "května", "června", "července",
        "srpna", "září", "října", "listopadu", "prosince" },
      "Přejít k článku", "Obsah", "Poznámky", "Zpět k textu", "Stránky",
      "Předchozí stránka", "Další stránka", "Tabulka", "Obrázek", "Video", "Zvuk",
      "Vložený obsah", "Zobrazení pro čtení: #", "Celá stránka", "Text", "Odkazy" },

    { "sk", "#", "# min", "D. M Y",
      { "januára", "februára", "marca", "apríla", "mája", "júna", "júla",
        "augusta", "septembra", "októbra", "novembra", "decembra" },
      "Prejsť na článok", "Obsah", "Poznámky", "Späť k textu", "Stránky",
      "Predchádzajúca stránka", "Ďalšia stránka", "Tabuľka", "Obrázok", "Video",
      "Zvuk", "Vložený obsah", "Zobrazenie na čítanie: #", "Celá stránka", "Text",
      "Odkazy" },

    { "hu", "#", "# perc", "Y. M D.",
      { "január", "február", "március", "április", "május", "június", "július",
        "augusztus", "szeptember", "október", "november", "december" },
      "Ugrás a cikkhez", "Tartalom", "Lábjegyzetek", "Vissza a szöveghez",
      "Oldalak", "Előző oldal", "Következő oldal", "Táblázat", "Kép", "Videó",
      "Hang", "Beágyazott tartalom", "Olvasó nézet: #", "Teljes oldal", "Szöveg",
      "Hivatkozások" },

    { "ro", "De #", "# min", "D M Y",
      { "ianuarie", "februarie", "martie", "aprilie", "mai", "iunie", "iulie",
        "august", "septembrie", "octombrie", "noiembrie", "decembrie" },
      "Salt la articol", "Cuprins", "Note", "Înapoi la text", "Pagini",
      "Pagina anterioară", "Pagina următoare", "Tabel", "Imagine", "Video",
      "Audio", "Conținut încorporat", "Vizualizare de citire: #",
      "Pagina completă", "Text", "Legături" },

    { "el", "#", "# λεπ.", "D M Y",
      { "Ιανουαρίου", "Φεβρουαρίου", "Μαρτίου", "Απριλίου", "Μαΐου", "Ιουνίου",
        "Ιουλίου", "Αυγούστου", "Σεπτεμβρίου", "Οκτωβρίου", "Νοεμβρίου",
        "Δεκεμβρίου" },
      "Μετάβαση στο άρθρο", "Περιεχόμενα", "Υποσημειώσεις",
      "Επιστροφή στο κείμενο", "Σελίδες", "Προηγούμενη σελίδα", "Επόμενη σελίδα",
      "Πίνακας", "Εικόνα", "Βίντεο", "Ήχος", "Ενσωματωμένο",
      "Προβολή ανάγνωσης: #", "Πλήρης σελίδα", "Κείμενο", "Σύνδεσμοι" },

    { "ru", "#", "# мин", "D M Y",
      { "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа",
        "сентября", "октября", "ноября", "декабря" },
      "Перейти к статье", "Содержание", "Примечания", "Назад к тексту",
      "Страницы", "Предыдущая страница", "Следующая страница", "Таблица",
      "Изображение", "Видео", "Аудио", "Вставка", "Режим чтения: #",
      "Полная страница", "Текст", "Ссылки" },

    { "uk", "#", "# хв", "D M Y",
      { "січня", "лютого", "березня", "квітня", "травня", "червня", "липня",
        "серпня", "вересня", "жовтня", "листопада", "грудня" },
      "Перейти до статті", "Зміст", "Примітки", "Назад до тексту", "Сторінки",
      "Попередня сторінка", "Наступна сторінка", "Таблиця", "Зображення", "Відео",
      "Аудіо", "Вставка", "Режим читання: #", "Повна сторінка", "Текст",
      "Посилання" },

    { "bg", "#", "# мин", "D M Y",
      { "януари", "февруари", "март", "април", "май", "юни", "юли", "август",
        "септември", "октомври", "ноември", "декември" },
      "Към статията", "Съдържание", "Бележки", "Обратно към текста", "Страници",
      "Предишна страница", "Следваща страница", "Таблица", "Изображение", "Видео",
      "Аудио", "Вградено", "Изглед за четене: #", "Цялата страница", "Текст",
      "Връзки" },

    { "tr", "#", "# dk", "D M Y",
      { "Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz", "Ağustos",
        "Eylül", "Ekim", "Kasım", "Aralık" },
      "Makaleye geç", "İçindekiler", "Dipnotlar", "Metne dön", "Sayfalar",
      "Önceki sayfa", "Sonraki sayfa", "Tablo", "Görsel", "Video", "Ses",
      "Gömülü", "Okuma görünümü: #", "Tam sayfa", "Metin", "Bağlantılar" },

    { "ja", "#", "#分", "Y年N月D日", { NULL },
      "本文へ移動", "目次", "脚注", "本文に戻る", "ページ", "前のページ",
      "次のページ", "表", "画像", "動画", "音声", "埋め込み", "リーダー表示: #",
      "元のページ", "テキスト", "リンク" },

    /* before "zh", which would fit as well */
#define TRADITIONAL(code)                                                      \
    { code, "#", "# 分鐘", "Y年N月D日", { NULL },                              \
      "跳至文章", "目錄", "註腳", "返回內文", "分頁", "上一頁", "下一頁", "表格",  \
      "圖片", "影片", "音訊", "嵌入內容", "閱讀模式：#", "完整頁面", "純文字",  \
      "連結" }

    TRADITIONAL("zh-Hant"),
    TRADITIONAL("zh-TW"),
    TRADITIONAL("zh-HK"),

    { "zh", "#", "# 分钟", "Y年N月D日", { NULL },
      "跳到正文", "目录", "脚注", "返回正文", "分页", "上一页", "下一页", "表格",
      "图片", "视频", "音频", "嵌入内容", "阅读模式：#", "完整页面", "纯文本",
      "链接" },

    { "ko", "#", "#분", "Y년 N월 D일", { NULL },
      "본문으로 건너뛰기", "목차", "각주", "본문으로 돌아가기", "페이지",
      "이전 페이지", "다음 페이지", "표", "이미지", "동영상", "오디오",
      "삽입된 콘텐츠", "리더 보기: #", "전체 페이지", "텍스트", "링크" },

    { "ar", "#", "# دقيقة", "D M Y",
      { "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس",
        "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر" },
      "انتقل إلى المقال", "المحتويات", "الحواشي", "العودة إلى النص", "الصفحات",
      "الصفحة السابقة", "الصفحة التالية", "جدول", "صورة", "فيديو", "صوت",
      "محتوى مضمن", "عرض القراءة: #", "الصفحة الكاملة", "نص", "روابط" },

    { "he", "#", "# דק׳", "D בM Y",
      { "ינואר", "פברואר", "מרץ", "אפריל", "מאי", "יוני", "יולי", "אוגוסט",
        "ספטמבר", "אוקטובר", "נובמבר", "דצמבר" },
      "דילוג למאמר", "תוכן העניינים", "הערות שוליים", "חזרה לטקסט", "עמודים",
      "העמוד הקודם", "העמוד הבא", "טבלה", "תמונה", "וידאו", "שמע", "תוכן מוטמע",
      "תצוגת קריאה: #", "העמוד המלא", "טקסט", "קישורים" },

    /* dates are of another calendar there, so ISO's are plainer */
    { "fa", "#", "# دقیقه", "", { NULL },
      "رفتن به مقاله", "فهرست", "پانویس‌ها", "بازگشت به متن", "صفحه‌ها",
      "صفحهٔ قبل", "صفحهٔ بعد", "جدول", "تصویر", "ویدیو", "صدا",
      "محتوای جاسازی‌شده", "نمای خواندن: #", "صفحهٔ کامل", "متن", "پیوندها" },

    { "hi", "#", "# मिनट", "D M Y",
      { "जनवरी", "फ़रवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर",
        "अक्टूबर", "नवंबर", "दिसंबर" },
      "लेख पर जाएँ", "विषय सूची", "टिप्पणियाँ", "पाठ पर वापस", "पृष्ठ", "पिछला पृष्ठ",
      "अगला पृष्ठ", "तालिका", "चित्र", "वीडियो", "ऑडियो", "एम्बेड की गई सामग्री",
      "पठन दृश्य: #", "पूरा पृष्ठ", "पाठ", "लिंक" },

    { "th", "#", "# นาที", "", { NULL },
      "ข้ามไปยังบทความ", "สารบัญ", "เชิงอรรถ", "กลับไปที่เนื้อหา", "หน้า", "หน้าก่อนหน้า",
      "หน้าถัดไป", "ตาราง", "รูปภาพ", "วิดีโอ", "เสียง", "เนื้อหาที่ฝัง", "มุมมองการอ่าน: #",
      "หน้าเต็ม", "ข้อความ", "ลิงก์" },

    { "vi", "#", "# phút", "D M, Y",
      { "tháng 1", "tháng 2", "tháng 3", "tháng 4", "tháng 5", "tháng 6",
        "tháng 7", "tháng 8", "tháng 9", "tháng 10", "tháng 11", "tháng 12" },
      "Đến bài viết", "Mục lục", "Chú thích", "Về lại văn bản", "Các trang",
      "Trang trước", "Trang sau", "Bảng", "Hình ảnh", "Video", "Âm thanh",
      "Nội dung nhúng", "Chế độ đọc: #", "Trang đầy đủ", "Văn bản", "Liên kết" },

    { "id", "Oleh #", "# menit", "D M Y",
      { "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus",
        "September", "Oktober", "November", "Desember" },
      "Langsung ke artikel", "Daftar isi", "Catatan kaki", "Kembali ke teks",
      "Halaman", "Halaman sebelumnya", "Halaman berikutnya", "Tabel", "Gambar",
      "Video", "Audio", "Sematan", "Tampilan baca: #", "Halaman lengkap", "Teks",
      "Tautan" },
};

const size_t reader_phrases_count =
    sizeof(reader_phrases_table) / sizeof(reader_phrases_table[0]);
