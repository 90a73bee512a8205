#pragma once
// Small words by which languages are told apart, in line_key() form (no accents). The seven that Ajar reads come first;
// the others are here so that their mails are not taken for one of the seven.
#include <array>
#include <string_view>

namespace ajar {

struct LanguageWords {
  std::string_view language;
  std::string_view words;  ///< between single blanks
};

constexpr std::size_t kReadLanguages = 7;

constexpr std::array<LanguageWords, 24> kLanguageWords = {{
    {"en",
     "the and of to in is that for it as was with be by on not he at from this have are which or had they we you your "
     "our will an has been would their there can if more when who so out up into than them its only some could these "
     "may then do first any my now such like over also after well how should because just through where most us very "
     "what here about please thank thanks regret unfortunately position application applied apply role candidate "
     "candidates interest further forward decided time best wish regards sincerely dear hi hello however while during "
     "next other interview opportunity experience process are were am did does don t re ll ve i me him her his she "
     "all both each few own same too again once before between above below until against being doing having let know "
     "job jobs moving move hiring hire selected company resume wishing luck future good new see week back need work "
     "working get got make want still"},
    {"de",
     "der die das und ist nicht sie wir ich mit fur fuer von auf den dem des ein eine einen einem einer eines zu im sich "
     "auch es an als aus bei nach wie oder haben habe hat sind werden wird wurde wurden konnen koennen kann konnte uns "
     "unser unsere unserer unserem unseren ihnen ihre ihr ihren ihrem ihrer leider bewerbung stelle vielen dank sehr "
     "geehrte geehrter frau herr herrn mussen muessen mochten moechten wunschen wuenschen erfolg freundlichen grussen "
     "gruessen grusse gruesse gruss absage absagen jedoch diese dieser dieses diesem diesen noch nur wenn dass da um am "
     "zum zur uber ueber unter durch gegen bis sowie weitere weiteren zukunft entschieden andere anderen deine deinen "
     "deiner dein dir dich du euch eure bewerber bewerberin bewerbungen gerne bitte hatte hatten mehr keine keinen kein "
     "alles gute hallo liebe lieber mitteilen position interesse gesprach gespraech unterlagen war waren sein seine man "
     "aber dann schon hier heute morgen montag freitag uhr mich mir ja nein was wer wo warum weil vom beim ins ohne "
     "viel viele beste besten gut guten tag wie geht"},
    {"fr",
     "le la les des un une et est que qui dans pour pas sur avec vous nous votre vos notre nos ne plus par ce cette ces "
     "se au aux du en je j l d n qu c s m ai avons avez sont ete etre cependant malheureusement candidature poste "
     "entretien remercions merci bonjour madame monsieur cordialement salutations regret regrettons profil retenir "
     "retenue retenu suite interet ainsi toutefois mais ou comme tout tous toute toutes fait bien meme leur leurs "
     "souhaitons recherche autres autre temps equipe sommes afin donc il elle ils elles si mon ma mes son sa ses tres "
     "aussi peu peut pouvons pouvez votre avoir etait sera serait chez entre sans sous vers apres avant lors jour jours "
     "cher chere emploi offre moment informer donner porte decision quand alors on y cela bon bonne"},
    {"es",
     "el los las del que de la un una y en por para con no se su sus al lo como mas pero o este esta estos estas usted "
     "ustedes le les ha han hemos he has sido fue ser es son muy sin sobre hasta tambien desde nos nuestro nuestra "
     "nuestros nuestras gracias estimado estimada lamentablemente desafortunadamente candidatura puesto proceso "
     "seleccion entrevista interes saludos cordial cordiales atentamente empresa otro otra otros otras decidido perfil "
     "agradecemos tiempo tu tus te ti embargo deseamos exito hola buenos dias tardes estamos cuando donde porque si ya "
     "yo me mi mis esto eso ese esa todo todos toda todas cada entre antes despues ahora aqui futuro momento posicion "
     "oportunidad vacante solicitud equipo trabajo informarle continuar avanzar otros hay tiene tenemos quiero queremos "
     "estoy soy somos cualquier mucho"},
    {"pt",
     "o os as um uma e do da dos das no na nos nas em por para com nao que se mais ao aos pelo pela pelos pelas sua seu "
     "seus suas foi foram ser sao esta este voce voces lhe nosso nossa nossos nossas obrigado obrigada agradecemos "
     "infelizmente vaga candidatura processo seletivo selecao recrutamento entrevista ola prezado prezada atenciosamente "
     "momento tambem muito mas outro outra outros outras equipe equipa sucesso interesse temos decidimos ja ate sobre "
     "isso isto tem ter tenho porem contudo desejamos oportunidade oportunidades perfil de a eu meu minha ele ela eles "
     "elas quando onde como porque entre depois antes agora aqui bom boa dia tarde tempo empresa trabalho seguir estamos "
     "cumprimentos melhores abraco cara caro estimado estimada estou somos qualquer pode podemos sem sim la ha"},
    {"it",
     "il lo la i gli le un uno una di a da in con su per tra fra e che non si sono ha ho hai abbiamo della dello dell "
     "dei delle degli del nel nella nell nei alla al allo agli alle ai dal dalla sul sulla sua suo suoi sue tuo tua tuoi "
     "nostro nostra nostri nostre vostro lei ci vi ti anche ma come piu questo questa questi quanto tuttavia purtroppo "
     "candidatura posizione colloquio selezione grazie gentile saluti cordiali distinti azienda ringraziamo ringraziarla "
     "ringraziarti interesse profilo dopo altri altre candidati momento stato stata essere siamo auguriamo futuro "
     "percorso tempo dedicato buongiorno ciao caro cara se mi me io noi loro mio mia quando dove perche molto tutto "
     "tutti ogni prima ora qui e anni sia puo possiamo abbia avremmo comunicarle informarla procedere ruolo lavoro "
     "presso ed o cui sara"},
    {"nl",
     "de het een en van in is dat op te zijn voor met die niet aan er om ook als maar bij nog uit naar door je jij jou "
     "jouw u uw wij we ons onze ik heb hebben heeft hebt wordt worden werd kan kunnen zal zullen helaas sollicitatie "
     "functie vacature bedankt beste geachte mevrouw heer vriendelijke groet groeten gesprek interesse kandidaten "
     "kandidaat procedure dit deze dan dus wel geen andere tijd veel succes verder over toch gekozen besloten jammer "
     "hierbij graag omdat of hun mijn hij zij ze me mij was waren had wat wie waar wanneer hoe naar tot na zo zou zouden "
     "moet moeten wil willen gaan gaat jullie dank hartelijk hartelijke hoi dag vandaag morgen iets niets alle alles "
     "meer reactie motivatie gegaan verzoek"},
    {"sv",
     "och att det som en pa ar av for med den till har inte om ett han men var jag sig fran vi sa kan nar hade under "
     "eller ska skulle din ditt dina vara vart tack ansokan tjansten valt hej dig du oss tyvarr ni er mycket intresse "
     "halsningar vanliga vidare denna detta andra mer efter hos gatt rekrytering din kandidater kommer"},
    {"da",
     "og at det som en er pa til af for med den har de ikke om et var jeg sig fra vi sa kan nar eller skal din dit dine "
     "vores tak ansogning stilling stillingen valgt hej dig du os desvaerre desverre jer meget interesse hilsen venlig "
     "vennlig videre denne dette takk soknad hei vil ogsa blev ble av ga hvis efter etter deres kandidater har"},
    {"fi",
     "ja on ei se etta han ovat oli mutta kuin joka tai myos olla kun sinun sinulle meidan teidan kiitos hakemuksesi "
     "hakemus hakemustasi tehtava tehtavaan valitettavasti emme valittu olemme voi tama ole hei kiinnostuksesta "
     "kiinnostuksestasi terveisin sinua me tassa mielenkiinnosta kanssa ystavallisin paikka ajastasi haluamme jos hyva "
     "kaikkea olet meilta sinuun pian olisi"},
    {"pl",
     "i w na z ze nie sie do to jest jak za od po dla przez ale czy oraz dziekujemy panstwa pana pani niestety "
     "rekrutacji aplikacje stanowisko pozdrawiam byc zostal ktory ktora bardzo ma tym tego co juz tak nam nas jestesmy"},
    {"cs",
     "a v na se je ze to s z do k pro za jsme jste vas vam dekujeme bohuzel pozici vaseho vasi pozdravem nebo ale jako "
     "byl sme zivotopis si jsou byla tak pri jeho o aby este pre nie som ako dakujeme zial"},
    {"hu",
     "a az es hogy nem is egy van volt meg ez azt ki csak mint koszonjuk sajnos jelentkezes jelentkezeset allas "
     "udvozlettel on onnek kedves vagy mar ha lesz ennek tisztelt de el minden"},
    {"ro",
     "si cu nu pe este din pentru sa va dumneavoastra multumim pacate postul ati fost sunt care mai ale ne la de un o "
     "ca am sau cel prin noastra interviu salut buna"},
    {"tr",
     "ve bir bu icin ile olarak cok gibi daha kadar basvurunuz tesekkur ederiz maalesef sayin saygilarimizla pozisyon "
     "degil olan ancak size sizi bizim de da ne en var her sonra iyi"},
    {"ca",
     "el la els les de i que per amb un una no es al del dels en a seva seu seus nostra nostre nostres gracies "
     "salutacions lloc treball hem ens us vostre aquest aquesta pero mes molt com tambe bona estimat benvolgut "
     "sol licitud si meva li seves voldriem desitgem podeu aviat feina nosaltres altres ha d l interes"},
    {"hr",
     "i u je na se da za su od s sa ne kao ali ili smo vas vam hvala nazalost prijavu molbu postovani biti koji koja "
     "ste nam iz po sto ce bi"},
    {"id",
     "dan yang di ini untuk dengan tidak dari pada kami anda terima kasih lamaran posisi maaf mohon akan telah dalam "
     "adalah atau sebagai kepada saya itu bisa oleh ada juga lebih salam ke"},
    {"lv",
     "un ir ar par no ka lai jums jus mes paldies diemzel pieteikumu pieteikums vakance darba ari vai kas jusu cienu "
     "velamies velam uz drizuma labako tas to bet"},
    {"lt", "ir kad su uz jusu jums mes aciu deja kandidatura darbo pagarbiai buvo yra bet i is ar del kaip tai savo"},
    {"et", "ja on ei et see kui teie meie aitah kahjuks tervitades oma voi ning selle oli ka mis aga teile"},
    {"az", "ve bu bir ucun sizin sizi biz ile edirik vakansiya muraciet hormetle salam siz"},
    {"eu", "eta da ez du izan dira bat egin baina zure eskerrik asko gure ere dugu agur jaun"},
    {"cy", "yn y a i o ar am ei yr gan wedi mae bod diolch chi ni cais swydd eich hynny oedd"},
}};

}  // namespace ajar
