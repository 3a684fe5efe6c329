//! Functions of numbers and addresses.

use super::check_all;

#[test]
fn functions_of_numbers_are_terraforms() {
    check_all(NUMBERS);
}

const NUMBERS: &[(&str, &str)] = &[
    ("abs(-5.5)", "5.5"),
    (r#"abs("-3")"#, "3"),
    ("ceil(1.2)", "2"),
    ("ceil(-1.2)", "-1"),
    ("floor(-1.2)", "-2"),
    ("log(100,10)", "2"),
    ("log(50,10)", "1.6989700043360185"),
    ("max([1,5,3]...)", "5"),
    ("max()", "error"),
    (r#"max("1",2)"#, "2"),
    ("max(1,null)", "error"),
    ("min(3,1)", "1"),
    (r#"parseint("ff",16)"#, "255"),
    (r#"parseint("-10",2)"#, "-2"),
    (r#"parseint("zz",36)"#, "1295"),
    (r#"parseint("12",1)"#, "error"),
    (r#"parseint("xy",10)"#, "error"),
    ("parseint(12,10)", "error"),
    (r#"parseint("+5",10)"#, "5"),
    (r#"parseint("",10)"#, "error"),
    ("pow(2,10)", "1024"),
    ("pow(2,0.5)", "1.4142135623730951"),
    ("pow(2,-1)", "0.5"),
    ("pow(2,64)", "18446744073709550000"),
    ("pow(10,30)", "1000000000000000000000000000000"),
    ("signum(-3)", "-1"),
    ("signum(0)", "0"),
    ("sum([1,2.5])", "3.5"),
    ("sum([])", "error"),
    (r#"sum(["1",2])"#, "3"),
    ("sum([1,null])", "error"),
];

#[test]
fn address_arithmetic_are_terraforms() {
    check_all(NETWORK);
}

const NETWORK: &[(&str, &str)] = &[
    (r#"cidrhost("10.0.0.0/24", -1)"#, r#""10.0.0.255""#),
    (r#"cidrhost("10.12.112.0/20",16)"#, r#""10.12.112.16""#),
    (r#"cidrhost("10.12.112.0/20",-1)"#, r#""10.12.127.255""#),
    (r#"cidrhost("10.0.0.0/30",4)"#, "error"),
    (r#"cidrhost("10.0.0.0/24",256)"#, "error"),
    (r#"cidrhost("10.0.0.0/24",-256)"#, r#""10.0.0.0""#),
    (r#"cidrhost("10.0.0.0/24",-257)"#, "error"),
    (r#"cidrhost("fd00::/64",34)"#, r#""fd00::22""#),
    (r#"cidrhost("fd00::/64",-1)"#, r#""fd00::ffff:ffff:ffff:ffff""#),
    (r#"cidrhost("::/0",-1)"#, r#""ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff""#),
    (r#"cidrhost("10.0.0.7/24",1)"#, r#""10.0.0.1""#),
    (r#"cidrhost("10.0.0.1/32",0)"#, r#""10.0.0.1""#),
    (r#"cidrhost("10.0.0.1/32",1)"#, "error"),
    (r#"cidrhost("10.0.0.0/24",1.5)"#, "error"),
    (r#"cidrhost("0.0.0.0/0",4294967295)"#, r#""255.255.255.255""#),
    (r#"cidrhost("10.0.0.0/08",1)"#, r#""10.0.0.1""#),
    (r#"cidrnetmask("10.0.0.0/20")"#, r#""255.255.240.0""#),
    (r#"cidrnetmask("172.16.0.0/12")"#, r#""255.240.0.0""#),
    (r#"cidrnetmask("0.0.0.0/0")"#, r#""0.0.0.0""#),
    (r#"cidrnetmask("1.2.3.4/32")"#, r#""255.255.255.255""#),
    (r#"cidrnetmask("fd00::/64")"#, "error"),
    (r#"cidrsubnet("10.0.0.0/16", 8, 2)"#, r#""10.0.2.0/24""#),
    (r#"cidrsubnet("fd00::/48", 16, 2)"#, r#""fd00:0:0:2::/64""#),
    (r#"cidrsubnet("10.0.0.0/16",8,256)"#, "error"),
    (r#"cidrsubnet("10.0.0.5/16",8,1)"#, r#""10.0.1.0/24""#),
    (r#"cidrsubnet("10.0.0.0/16",17,1)"#, "error"),
    (r#"cidrsubnet("10.0.0.0/16",-1,1)"#, r#""10.2.0.0/15""#),
    (r#"cidrsubnet("10.0.0.0/16","8","2")"#, r#""10.0.2.0/24""#),
    (r#"cidrsubnet("10.0.0.0",8,2)"#, "error"),
    (r#"cidrsubnet("10.0.0.0/16",0,0)"#, r#""10.0.0.0/16""#),
    (r#"cidrsubnet("10.0.0.0/24",8,255)"#, r#""10.0.0.255/32""#),
    (r#"cidrsubnet("10.0.0.0/33",1,0)"#, "error"),
    (r#"cidrsubnet("300.0.0.0/8",1,0)"#, "error"),
    (r#"cidrsubnet("fd00:fd12:3456:7890::/56",16,162)"#, r#""fd00:fd12:3456:7800:a200::/72""#),
    (r#"cidrsubnet("::/0",128,5)"#, r#""::5/128""#),
    (r#"cidrsubnet("2001:db8::/32",40,1099511627775)"#, r#""2001:db8:ffff:ffff:ff00::/72""#),
    (r#"cidrsubnet("010.0.0.0/8",8,1)"#, r#""10.1.0.0/16""#),
    (
        r#"cidrsubnets("10.0.0.0/16", 8, 8, 4)"#,
        r#"tolist(["10.0.0.0/24", "10.0.1.0/24", "10.0.16.0/20"])"#,
    ),
    (
        r#"cidrsubnets("10.1.0.0/16",4,4,8,4)"#,
        r#"tolist(["10.1.0.0/20", "10.1.16.0/20", "10.1.32.0/24", "10.1.48.0/20"])"#,
    ),
    (r#"cidrsubnets("fd00::/48",16)"#, r#"tolist(["fd00::/64"])"#),
    (r#"cidrsubnets("10.0.0.0/30",1,1,1)"#, "error"),
    (r#"cidrsubnets("10.0.0.0/30")"#, "tolist([])"),
    (r#"cidrsubnets("10.0.0.0/16",0)"#, "error"),
    (r#"cidrsubnets("10.0.0.0/30",3)"#, "error"),
    (
        r#"cidrsubnets("255.255.255.0/24",1,1)"#,
        r#"tolist(["255.255.255.0/25", "255.255.255.128/25"])"#,
    ),
    (r#"cidrsubnets("255.255.255.0/24",1,1,1)"#, "error"),
    (r#"cidrsubnets("fd00::/20",33)"#, "error"),
];

#[test]
fn opentofu_says_what_a_prefix_contains() {
    check_all(&[
        (r#"cidrcontains("192.168.2.0/20", "192.168.2.1")"#, "true"),
        (r#"cidrcontains("192.168.2.0/20", "192.168.2.0/22")"#, "true"),
        (r#"cidrcontains("192.168.2.0/20", "192.126.2.1")"#, "false"),
        (r#"cidrcontains("192.168.2.0/20", "192.126.2.0/18")"#, "false"),
        (r#"cidrcontains("fe80::/48", "fe80::1")"#, "true"),
        (r#"cidrcontains("10.0.0.0/16", "10.0.0.0/8")"#, "false"),
        (r#"cidrcontains("10.0.0.0/16", "fe80::1")"#, "error"),
        (r#"cidrcontains("10.0.0.0", "10.0.0.0")"#, "error"),
        (r#"cidrcontains("10.0.0.0/8", "x")"#, "error"),
    ]);
}
