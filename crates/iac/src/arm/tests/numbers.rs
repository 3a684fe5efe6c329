//! Numbers, logic and address prefixes.

use super::check_all;

#[test]
fn numbers_are_whole() {
    check_all(&[
        ("add(5, 3)", "8"),
        ("sub(7, 3)", "4"),
        ("mul(5, 3)", "15"),
        ("div(8, 3)", "2"),
        ("div(-8, 3)", "-2"),
        ("div(6, 11)", "0"),
        ("mod(7, 3)", "1"),
        ("mod(20, 7)", "6"),
        ("div(1, 0)", "error"),
        ("mod(1, 0)", "error"),
        ("int('4')", "4"),
        ("int('x')", "error"),
        ("max(createArray(0, 3, 2, 5, 4))", "5"),
        ("max(0, 3, 2, 5, 4)", "5"),
        ("min(createArray(0, 3, 2, 5, 4))", "0"),
        ("min(0, 3, 2, 5, 4)", "0"),
        ("range(5, 3)", "[5, 6, 7]"),
        ("add('1', 1)", "error"),
    ]);
}

#[test]
fn comparisons_are_those_of_the_documents() {
    check_all(&[
        ("equals(1, 1)", "true"),
        ("equals('a', 'a')", "true"),
        ("equals(createArray('a', 'b'), createArray('a', 'b'))", "true"),
        ("equals(createObject('a', 'b'), createObject('a', 'b'))", "true"),
        ("equals(1, '1')", "false"),
        ("less(1, 2)", "true"),
        ("less('A', 'a')", "true"),
        ("lessOrEquals(1, 2)", "true"),
        ("greater(1, 2)", "false"),
        ("greater('A', 'a')", "false"),
        ("greaterOrEquals(2, 2)", "true"),
        ("greater(1, 'a')", "error"),
    ]);
}

#[test]
fn logic_asks_no_more_than_it_must() {
    check_all(&[
        ("and(bool('true'), bool('false'))", "false"),
        ("or(bool('true'), bool('false'))", "true"),
        ("not(bool('true'))", "false"),
        ("and(true(), true(), false())", "false"),
        ("bool(1)", "true"),
        ("bool('yes')", "error"),
        ("if(equals('a', 'a'), 'yes', 'no')", r#""yes""#),
        ("if(true(), 1, div(1, 0))", "1"),
        ("if('true', 1, 2)", "error"),
        ("coalesce(null(), null(), 'string')", r#""string""#),
        ("coalesce(null(), 123)", "123"),
        ("coalesce(null(), null())", "null"),
        ("coalesce('a', div(1, 0))", r#""a""#),
        ("or(true(), div(1, 0))", "true"),
        ("and(1, true())", "error"),
    ]);
}

#[test]
fn prefixes_are_cut_as_the_documents_say() {
    check_all(&[
        ("cidrSubnet('10.144.0.0/20', 24, 0)", r#""10.144.0.0/24""#),
        ("cidrSubnet('10.144.0.0/20', 24, 4)", r#""10.144.4.0/24""#),
        ("cidrSubnet('fdad:3236:5555::/48', 52, 0)", r#""fdad:3236:5555::/52""#),
        ("cidrSubnet('fdad:3236:5555::/48', 52, 4)", r#""fdad:3236:5555:4000::/52""#),
        ("cidrSubnet('10.144.0.0/20', 24, 16)", "error"),
        ("cidrSubnet('10.144.0.0/20', 16, 0)", "error"),
        ("cidrSubnet('10.0.0.0', 24, 1)", r#""10.0.1.0/24""#),
        ("cidrSubnet('192.168.1.0', 24, 0)", r#""192.168.1.0/24""#),
        ("cidrHost('10.144.3.0/24', 0)", r#""10.144.3.1""#),
        ("cidrHost('10.144.3.0/24', 4)", r#""10.144.3.5""#),
        ("cidrHost('fdad:3236:5555:3000::/52', 0)", r#""fdad:3236:5555:3000::1""#),
        ("cidrHost('fdad:3236:5555:3000::/52', 4)", r#""fdad:3236:5555:3000::5""#),
        ("cidrHost('10.144.3.0/24', 254)", "error"),
        (
            "parseCidr('10.144.0.0/20')",
            r#"{"broadcast": "10.144.15.255", "cidr": 20, "firstUsable": "10.144.0.1", "lastUsable": "10.144.15.254", "netmask": "255.255.240.0", "network": "10.144.0.0"}"#,
        ),
        (
            "parseCidr('fdad:3236:5555::/48')",
            r#"{"cidr": 48, "firstUsable": "fdad:3236:5555::", "lastUsable": "fdad:3236:5555:ffff:ffff:ffff:ffff:ffff", "netmask": "ffff:ffff:ffff::", "network": "fdad:3236:5555::"}"#,
        ),
        ("parseCidr('240.0.0.0')", "error"),
        ("parseCidr('10.144.0.0/33')", "error"),
    ]);
}
