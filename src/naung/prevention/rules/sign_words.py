"""The same signs in the words of parents (*Anda*) and of friends (*kamu*): what one sees, never what it must mean."""

from naung.core.text import Text

PARENTS = {
    "T01": Text(
        "Luka atau memar yang berulang, penjelasannya tidak cocok",
        "Repeated wounds or bruises, explained in ways that do not fit",
    ),
    "T02": Text(
        "Takut pulang, atau takut kepada orang tertentu",
        "Afraid to go home, or of a certain person",
    ),
    "T03": Text(
        "Ucapan, gambar, atau tingkah tentang seks yang tidak sesuai umurnya",
        "Talk, drawings or play about sex that do not fit the age",
    ),
    "T04": Text(
        "Mengatakan ingin mati, atau melukai diri sendiri",
        "Says that he or she wants to die, or hurts himself or herself",
    ),
    "T05": Text(
        "Sakit saat duduk, buang air kecil atau besar; pakaian dalam bernoda",
        "Pain when sitting or on the toilet; stained underwear",
    ),
    "T06": Text(
        "Berubah mendadak: murung, mudah marah, menyendiri",
        "A sudden change: low, easily angry, withdrawn",
    ),
    "T07": Text(
        "Kembali seperti anak kecil: mengompol lagi, sulit bicara",
        "Like a smaller child again: wets the bed, struggles to speak",
    ),
    "T08": Text(
        "Sering tidak masuk, nilai turun tajam, tidak mau sekolah",
        "Often absent, marks fall sharply, does not want to go to school",
    ),
    "T09": Text(
        "Sering lapar, tidak terawat, pakaian tidak layak",
        "Often hungry, not cared for, clothes not fit to wear",
    ),
    "T10": Text(
        "Sangat lelah atau mengantuk, bekerja malam, hidup di jalan",
        "Very tired or sleepy, works at night, lives on the street",
    ),
    "T11": Text(
        "Barang atau uangnya sering hilang atau rusak",
        "Things or money often lost or broken",
    ),
    "T12": Text(
        "Pola makan atau tidur berubah, mimpi buruk",
        "Eats or sleeps differently, nightmares",
    ),
    "T13": Text(
        "Mendapat uang, gawai, atau hadiah mahal dari orang dewasa yang tidak Anda kenal",
        "Gets money, a phone or costly gifts from an adult you do not know",
    ),
    "T14": Text(
        "Menghindari tempat atau orang tertentu",
        "Avoids a certain place or person",
    ),
    "T15": Text(
        "Bau lem atau zat lain, mata merah",
        "Smells of glue or other substances, red eyes",
    ),
    "T16": Text(
        "Pengasuhnya terus menolak dihubungi sekolah atau tetangga",
        "The caregiver keeps refusing contact with school or neighbours",
    ),
    "T17": Text(
        "Teman-temannya berkata mereka khawatir",
        "Friends say that they worry",
    ),
    "T18": Text(
        "Akan dinikahkan, atau dipindahkan mendadak",
        "About to be married, or suddenly moved away",
    ),
}

PEERS = {
    "T01": Text(
        "Sering luka atau memar, ceritanya tidak nyambung",
        "Often hurt or bruised, and the story does not fit",
    ),
    "T02": Text(
        "Takut pulang, atau takut sama orang tertentu",
        "Afraid to go home, or of somebody",
    ),
    "T03": Text(
        "Diajak atau disuruh melakukan hal tentang tubuh yang tidak dia mau",
        "Asked or made to do things with the body that he or she does not want",
    ),
    "T04": Text(
        "Bilang ingin mati, atau melukai dirinya",
        "Says he or she wants to die, or hurts himself or herself",
    ),
    "T05": Text(
        "Kesakitan waktu duduk atau ke kamar mandi",
        "In pain when sitting or in the toilet",
    ),
    "T06": Text(
        "Tiba-tiba berubah: diam, gampang marah, menjauh",
        "Suddenly different: quiet, easily angry, keeps away",
    ),
    "T07": Text(
        "Jadi seperti anak kecil lagi, susah bicara",
        "Like a small child again, finds it hard to speak",
    ),
    "T08": Text(
        "Sering bolos, nilainya turun, tidak mau sekolah",
        "Often skips school, marks fall, does not want to come",
    ),
    "T09": Text(
        "Sering lapar, bajunya tidak terurus",
        "Often hungry, clothes not looked after",
    ),
    "T10": Text(
        "Sangat capek, bekerja malam atau di jalan",
        "Very tired, works at night or on the street",
    ),
    "T11": Text(
        "Barang atau uangnya sering hilang, dirusak, atau diminta orang",
        "Things or money often gone, broken, or taken by others",
    ),
    "T12": Text(
        "Susah makan atau tidur, mimpi buruk",
        "Hard to eat or sleep, nightmares",
    ),
    "T13": Text(
        "Dapat uang, HP, atau hadiah mahal dari orang dewasa yang tidak jelas",
        "Gets money, a phone or costly gifts from an adult nobody knows",
    ),
    "T14": Text(
        "Menghindari tempat atau orang tertentu, misalnya toilet atau seorang guru",
        "Avoids a place or a person, such as the toilet or a teacher",
    ),
    "T15": Text(
        "Menghirup lem atau memakai zat lain",
        "Sniffs glue or takes other things",
    ),
    "T18": Text(
        "Mau dinikahkan, atau tiba-tiba mau dipindahkan",
        "Is to be married, or suddenly moved away",
    ),
}
