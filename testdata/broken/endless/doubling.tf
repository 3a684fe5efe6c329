locals {
  a0 = ["x"]
  t0 = "xxxxxxxx"
  o0 = { a = 1 }
  a1 = concat(local.a0, local.a0)
  t1 = "${local.t0}${local.t0}"
  o1 = { a = local.o0, b = local.o0 }
  a2 = concat(local.a1, local.a1)
  t2 = "${local.t1}${local.t1}"
  o2 = { a = local.o1, b = local.o1 }
  a3 = concat(local.a2, local.a2)
  t3 = "${local.t2}${local.t2}"
  o3 = { a = local.o2, b = local.o2 }
  a4 = concat(local.a3, local.a3)
  t4 = "${local.t3}${local.t3}"
  o4 = { a = local.o3, b = local.o3 }
  a5 = concat(local.a4, local.a4)
  t5 = "${local.t4}${local.t4}"
  o5 = { a = local.o4, b = local.o4 }
  a6 = concat(local.a5, local.a5)
  t6 = "${local.t5}${local.t5}"
  o6 = { a = local.o5, b = local.o5 }
  a7 = concat(local.a6, local.a6)
  t7 = "${local.t6}${local.t6}"
  o7 = { a = local.o6, b = local.o6 }
  a8 = concat(local.a7, local.a7)
  t8 = "${local.t7}${local.t7}"
  o8 = { a = local.o7, b = local.o7 }
  a9 = concat(local.a8, local.a8)
  t9 = "${local.t8}${local.t8}"
  o9 = { a = local.o8, b = local.o8 }
  a10 = concat(local.a9, local.a9)
  t10 = "${local.t9}${local.t9}"
  o10 = { a = local.o9, b = local.o9 }
  a11 = concat(local.a10, local.a10)
  t11 = "${local.t10}${local.t10}"
  o11 = { a = local.o10, b = local.o10 }
  a12 = concat(local.a11, local.a11)
  t12 = "${local.t11}${local.t11}"
  o12 = { a = local.o11, b = local.o11 }
  a13 = concat(local.a12, local.a12)
  t13 = "${local.t12}${local.t12}"
  o13 = { a = local.o12, b = local.o12 }
  a14 = concat(local.a13, local.a13)
  t14 = "${local.t13}${local.t13}"
  o14 = { a = local.o13, b = local.o13 }
  a15 = concat(local.a14, local.a14)
  t15 = "${local.t14}${local.t14}"
  o15 = { a = local.o14, b = local.o14 }
  a16 = concat(local.a15, local.a15)
  t16 = "${local.t15}${local.t15}"
  o16 = { a = local.o15, b = local.o15 }
  a17 = concat(local.a16, local.a16)
  t17 = "${local.t16}${local.t16}"
  o17 = { a = local.o16, b = local.o16 }
  a18 = concat(local.a17, local.a17)
  t18 = "${local.t17}${local.t17}"
  o18 = { a = local.o17, b = local.o17 }
  a19 = concat(local.a18, local.a18)
  t19 = "${local.t18}${local.t18}"
  o19 = { a = local.o18, b = local.o18 }
  a20 = concat(local.a19, local.a19)
  t20 = "${local.t19}${local.t19}"
  o20 = { a = local.o19, b = local.o19 }
  a21 = concat(local.a20, local.a20)
  t21 = "${local.t20}${local.t20}"
  o21 = { a = local.o20, b = local.o20 }
  a22 = concat(local.a21, local.a21)
  t22 = "${local.t21}${local.t21}"
  o22 = { a = local.o21, b = local.o21 }
  a23 = concat(local.a22, local.a22)
  t23 = "${local.t22}${local.t22}"
  o23 = { a = local.o22, b = local.o22 }
  a24 = concat(local.a23, local.a23)
  t24 = "${local.t23}${local.t23}"
  o24 = { a = local.o23, b = local.o23 }
  a25 = concat(local.a24, local.a24)
  t25 = "${local.t24}${local.t24}"
  o25 = { a = local.o24, b = local.o24 }
  a26 = concat(local.a25, local.a25)
  t26 = "${local.t25}${local.t25}"
  o26 = { a = local.o25, b = local.o25 }
  a27 = concat(local.a26, local.a26)
  t27 = "${local.t26}${local.t26}"
  o27 = { a = local.o26, b = local.o26 }
  a28 = concat(local.a27, local.a27)
  t28 = "${local.t27}${local.t27}"
  o28 = { a = local.o27, b = local.o27 }
  a29 = concat(local.a28, local.a28)
  t29 = "${local.t28}${local.t28}"
  o29 = { a = local.o28, b = local.o28 }
  a30 = concat(local.a29, local.a29)
  t30 = "${local.t29}${local.t29}"
  o30 = { a = local.o29, b = local.o29 }
  a31 = concat(local.a30, local.a30)
  t31 = "${local.t30}${local.t30}"
  o31 = { a = local.o30, b = local.o30 }
  a32 = concat(local.a31, local.a31)
  t32 = "${local.t31}${local.t31}"
  o32 = { a = local.o31, b = local.o31 }
  a33 = concat(local.a32, local.a32)
  t33 = "${local.t32}${local.t32}"
  o33 = { a = local.o32, b = local.o32 }
  a34 = concat(local.a33, local.a33)
  t34 = "${local.t33}${local.t33}"
  o34 = { a = local.o33, b = local.o33 }
  a35 = concat(local.a34, local.a34)
  t35 = "${local.t34}${local.t34}"
  o35 = { a = local.o34, b = local.o34 }
  a36 = concat(local.a35, local.a35)
  t36 = "${local.t35}${local.t35}"
  o36 = { a = local.o35, b = local.o35 }
  a37 = concat(local.a36, local.a36)
  t37 = "${local.t36}${local.t36}"
  o37 = { a = local.o36, b = local.o36 }
  a38 = concat(local.a37, local.a37)
  t38 = "${local.t37}${local.t37}"
  o38 = { a = local.o37, b = local.o37 }
  a39 = concat(local.a38, local.a38)
  t39 = "${local.t38}${local.t38}"
  o39 = { a = local.o38, b = local.o38 }
  a40 = concat(local.a39, local.a39)
  t40 = "${local.t39}${local.t39}"
  o40 = { a = local.o39, b = local.o39 }
  a41 = concat(local.a40, local.a40)
  t41 = "${local.t40}${local.t40}"
  o41 = { a = local.o40, b = local.o40 }
  a42 = concat(local.a41, local.a41)
  t42 = "${local.t41}${local.t41}"
  o42 = { a = local.o41, b = local.o41 }
  a43 = concat(local.a42, local.a42)
  t43 = "${local.t42}${local.t42}"
  o43 = { a = local.o42, b = local.o42 }
  a44 = concat(local.a43, local.a43)
  t44 = "${local.t43}${local.t43}"
  o44 = { a = local.o43, b = local.o43 }
  a45 = concat(local.a44, local.a44)
  t45 = "${local.t44}${local.t44}"
  o45 = { a = local.o44, b = local.o44 }
  a46 = concat(local.a45, local.a45)
  t46 = "${local.t45}${local.t45}"
  o46 = { a = local.o45, b = local.o45 }
  a47 = concat(local.a46, local.a46)
  t47 = "${local.t46}${local.t46}"
  o47 = { a = local.o46, b = local.o46 }
  a48 = concat(local.a47, local.a47)
  t48 = "${local.t47}${local.t47}"
  o48 = { a = local.o47, b = local.o47 }
  a49 = concat(local.a48, local.a48)
  t49 = "${local.t48}${local.t48}"
  o49 = { a = local.o48, b = local.o48 }
  a50 = concat(local.a49, local.a49)
  t50 = "${local.t49}${local.t49}"
  o50 = { a = local.o49, b = local.o49 }
  a51 = concat(local.a50, local.a50)
  t51 = "${local.t50}${local.t50}"
  o51 = { a = local.o50, b = local.o50 }
  a52 = concat(local.a51, local.a51)
  t52 = "${local.t51}${local.t51}"
  o52 = { a = local.o51, b = local.o51 }
  a53 = concat(local.a52, local.a52)
  t53 = "${local.t52}${local.t52}"
  o53 = { a = local.o52, b = local.o52 }
  a54 = concat(local.a53, local.a53)
  t54 = "${local.t53}${local.t53}"
  o54 = { a = local.o53, b = local.o53 }
  a55 = concat(local.a54, local.a54)
  t55 = "${local.t54}${local.t54}"
  o55 = { a = local.o54, b = local.o54 }
  a56 = concat(local.a55, local.a55)
  t56 = "${local.t55}${local.t55}"
  o56 = { a = local.o55, b = local.o55 }
  a57 = concat(local.a56, local.a56)
  t57 = "${local.t56}${local.t56}"
  o57 = { a = local.o56, b = local.o56 }
  a58 = concat(local.a57, local.a57)
  t58 = "${local.t57}${local.t57}"
  o58 = { a = local.o57, b = local.o57 }
  a59 = concat(local.a58, local.a58)
  t59 = "${local.t58}${local.t58}"
  o59 = { a = local.o58, b = local.o58 }
  a60 = concat(local.a59, local.a59)
  t60 = "${local.t59}${local.t59}"
  o60 = { a = local.o59, b = local.o59 }
}

resource "azurerm_virtual_network" "hub" {
  for_each = toset(local.a60)

  name          = local.t60
  address_space = [jsonencode(local.o60)]
}
