/* Names of the months, Roman numerals left out. */

#include "date.h"
#include "unicode.h"

#include <string.h>

#define WORD_MAX 32 /* bytes of a name */

/*
 * Lower case, between spaces: nominative, the case that dates take, usual
 * abbreviations.  en de fr es it pt ca gl eu nl af da nb sv is fi et hu pl cs
 * sk sl hr sr lt lv ro sq el ru uk be bg mk tr az ar fa he hi id ms vi th.
 * "listopada" is November in Polish and October in Croatian: Polish.
 */
static const char *const months[12] = {
    " january jan januar jänner jaenner jän janvier janv jan enero ene gennaio "
    "gen janeiro gener xaneiro urtarrilak januari januarie janúar tammikuuta "
    "tammikuu jaanuar január stycznia styczeń sty ledna leden januára januarja "
    "siječnja јануар januara sausio janvāris janvārī ianuarie ian janar "
    "ιανουαρίου ιανουάριος ιαν января январь янв січня студзеня януари јануари "
    "ocak oca yanvar يناير كانون-الثاني ژانویه ינואר जनवरी มกราคม ม.ค ",
    " february feb februar februaris feber febr février fevrier févr fév fev "
    "febrero febbraio fevereiro febrer otsailak februari februarie febrúar "
    "helmikuuta helmikuu veebruar február lutego luty lut února únor februára "
    "februarja veljače фебруар februara vasario februāris februārī shkurt "
    "φεβρουαρίου φεβρουάριος φεβ февраля февраль фев лютого лютага февруари "
    "фебруари şubat şub fevral فبراير شباط فوریه פברואר फ़रवरी फरवरी "
    "กุมภาพันธ์ ก.พ ",
    " march mar mars märz maerz mär mrz marzo março marco marzo març marzal "
    "martxoak maart mrt marts maaliskuuta maaliskuu märts március márc marca "
    "marzec března březen marec marca ožujka март марта kovo martie marti "
    "μαρτίου μάρτιος μαρ мар березня сакавіка mart مارس آذار מרץ मार्च มีนาคม "
    "มี.ค maret mac ",
    " april apr avril avr abril abr aprile abril apirilak huhtikuuta huhtikuu "
    "aprill április ápr kwietnia kwiecień kwi dubna duben apríla apríl aprila "
    "travnja април априла balandžio aprīlis aprīlī aprilie prill απριλίου "
    "απρίλιος απρ апреля апрель апр квітня красавіка nisan nis aprel أبريل "
    "ابريل نيسان آوریل אפריל अप्रैल เมษายน เม.ย ",
    " may mai maio mayo maggio mag maig maiatzak mei maj maí toukokuuta "
    "toukokuu május máj maja května květen mája svibnja мај маја gegužės maijs "
    "maijā maiului μαΐου μαίου μάιος μαϊ мая май травня mayıs may مايو أيار مه "
    "מאי मई พฤษภาคม พ.ค mei ",
    " june jun juni juin junio giugno giu junho juny xuño ekainak júní "
    "kesäkuuta kesäkuu juuni június jún czerwca czerwiec cze června červen "
    "júna junija lipnja јун јуна birželio jūnijs jūnijā iunie iun qershor "
    "ιουνίου ιούνιος ιουν июня июнь июн червня чэрвеня юни јуни haziran haz "
    "iyun يونيو حزيران ژوئن יוני जून มิถุนายน มิ.ย ",
    " july jul juli juillet juil julio luglio lug julho juliol xullo uztailak "
    "júlí heinäkuuta heinäkuu juuli július júl lipca lipiec lip července "
    "červenec júla julija srpnja јул јула liepos jūlijs jūlijā iulie iul "
    "korrik ιουλίου ιούλιος ιουλ июля июль июл липня ліпеня юли јули temmuz "
    "tem iyul يوليو تموز ژوئیه יולי जुलाई กรกฎาคม ก.ค ",
    " august aug août aout agosto ago agost abuztuak augustus augusti ágúst "
    "elokuuta elokuu augusztus sierpnia sierpień sie srpna srpen augusta "
    "avgusta kolovoza август августа rugpjūčio augusts augustā gusht αυγούστου "
    "αύγουστος αυγ авг серпня жніўня ağustos ağu avqust أغسطس آب اوت אוגוסט "
    "अगस्त สิงหาคม ส.ค agustus ogos ",
    " september sep sept septembre septiembre setiembre settembre set setembro "
    "setembre irailak septembar syyskuuta syyskuu szeptember szept września "
    "wrzesień wrz září septembra rujna септембар септембра rugsėjo septembris "
    "septembrī septembrie shtator σεπτεμβρίου σεπτέμβριος σεπ σεπτ сентября "
    "сентябрь сен сент вересня верасня септември eylül eyl sentyabr سبتمبر "
    "أيلول سپتامبر ספטמבר सितंबर सितम्बर กันยายน ก.ย ",
    " october oct oktober okt octobre octubre ottobre ott outubro out octubre "
    "urriak október lokakuuta lokakuu oktoober október października "
    "październik paź října říjen októbra oktobra октобар октобра spalio "
    "oktobris oktobrī octombrie tetor οκτωβρίου οκτώβριος οκτ октября октябрь "
    "окт жовтня кастрычніка октомври ekim eki oktyabr أكتوبر اكتوبر اکتبر "
    "אוקטובר अक्टूबर ตุลาคม ต.ค oktobar ",
    " november nov novembre noviembre novembro azaroak nóvember marraskuuta "
    "marraskuu listopada listopad lis listopadu novembra studenoga studenog "
    "новембар новембра lapkričio novembris novembrī noiembrie noi nëntor "
    "νοεμβρίου νοέμβριος νοε ноября ноябрь ноя листопада лістапада ноември "
    "kasım kas noyabr نوفمبر نوامبر נובמבר नवंबर नवम्बर พฤศจิกายน พ.ย ",
    " december dec dezember dez décembre decembre déc diciembre dic dicembre "
    "dezembro desembre abenduak desember des joulukuuta joulukuu detsember "
    "december grudnia grudzień gru prosince prosinec decembra prosinca "
    "децембар децембра gruodžio decembris decembrī decembrie dhjetor "
    "δεκεμβρίου δεκέμβριος δεκ декабря декабрь дек грудня снежня декември "
    "aralık ara dekabr ديسمبر دسامبر דצמבר दिसंबर दिसम्बर ธันวาคม ธ.ค ",
};


int
reader_date_month(reader_string_t word)
{
    char key[WORD_MAX + 8];
    const char *p = word.data;
    const char *end = p + word.length;
    size_t length = 1;

    if (word.length < 2 || word.length > WORD_MAX) {
        return 0;
    }

    key[0] = ' ';

    while (p < end && length < sizeof(key) - 6) {
        uint32_t code = reader_unicode_lower(reader_unicode_next(&p, end));

        /* lower case never takes more than two bytes where there is one */
        if (code < 0x80) {
            key[length++] = (char) code;
        } else if (code < 0x800) {
            key[length++] = (char) (0xC0 | code >> 6);
            key[length++] = (char) (0x80 | (code & 0x3F));
        } else if (code < 0x10000) {
            key[length++] = (char) (0xE0 | code >> 12);
            key[length++] = (char) (0x80 | (code >> 6 & 0x3F));
            key[length++] = (char) (0x80 | (code & 0x3F));
        } else {
            return 0;
        }
    }

    key[length++] = ' ';
    key[length] = '\0';

    for (int i = 0; i < 12; i++) {
        if (strstr(months[i], key) != NULL) {
            return i + 1;
        }
    }

    return 0;
}
