//! Types.

use std::sync::Arc;

use super::{
    ExpressionKind, LiteralType, PropertyType, Type, TypeKind,
    cursor::{Cursor, Parse},
    object::Separator,
    token::TokenKind,
};

impl Cursor<'_> {
    /// The type of a declaration: any, or `resource` with a resource type, which
    /// outputs may leave out.
    pub(super) fn declared_type(&mut self, output: bool) -> Parse<Type> {
        if self.is_keyword("resource") && self.second().kind != TokenKind::Less {
            self.take();
            let typed = matches!(self.kind(), TokenKind::StringComplete | TokenKind::StringLeft);
            if typed {
                self.string()?;
            } else if !output {
                return Err(self.expected("the type of the resource"));
            }
            return self.type_of(TypeKind::Other, 0);
        }
        self.any_type()
    }

    /// A type, or several with `|` between them.
    pub(super) fn any_type(&mut self) -> Parse<Type> {
        self.deeper(Self::union)
    }

    fn union(&mut self) -> Parse<Type> {
        let leading = self.take_pipe();
        let first = self.suffixed_type()?;
        let mut below = first.height;
        let mut members = vec![first];
        while self.take_pipe() {
            let member = self.suffixed_type()?;
            below = below.max(member.height);
            members.push(member);
        }
        match members.pop() {
            Some(only) if members.is_empty() && !leading => Ok(only),
            last => {
                members.extend(last);
                self.type_of(TypeKind::Union(members), below)
            }
        }
    }

    /// Takes `|`, and line ends before it.
    fn take_pipe(&mut self) -> bool {
        if self.is(TokenKind::NewLine) && self.behind_lines(0).kind == TokenKind::Pipe {
            self.take_lines();
        }
        self.take_if(TokenKind::Pipe)
    }

    /// `type?`, `type!`
    fn suffixed_type(&mut self) -> Parse<Type> {
        if matches!(self.kind(), TokenKind::Minus | TokenKind::Exclamation) {
            self.take();
        }
        let mut inner = self.member_type()?;
        loop {
            let below = inner.height;
            let kind = match self.kind() {
                TokenKind::Question => TypeKind::Nullable(Box::new(inner)),
                TokenKind::Exclamation => TypeKind::NotNull(Box::new(inner)),
                _ => return Ok(inner),
            };
            self.take();
            inner = self.type_of(kind, below)?;
        }
    }

    /// `type[]`, `type[0]`, `type[*]`, `type.name`, `type.*`
    fn member_type(&mut self) -> Parse<Type> {
        let mut base = self.primary_type()?;
        loop {
            let below = base.height;
            let kind = match self.kind() {
                TokenKind::LeftBracket => self.index_type()?,
                TokenKind::Dot => {
                    self.take();
                    if self.take_if(TokenKind::Asterisk) {
                        TypeKind::Other
                    } else {
                        let name = self.name("the name of a property or type")?;
                        self.type_arguments();
                        TypeKind::Member(Box::new(base), name)
                    }
                }
                _ => return Ok(base),
            };
            base = self.type_of(kind, below)?;
        }
    }

    fn index_type(&mut self) -> Parse<TypeKind> {
        self.take();
        if self.take_if(TokenKind::RightBracket) {
            return Ok(TypeKind::Array);
        }
        if !self.take_if(TokenKind::Asterisk) {
            self.value()?;
        }
        self.expect(TokenKind::RightBracket, "`]`")?;
        Ok(TypeKind::Other)
    }

    /// `<'Microsoft.Network/virtualNetworks@2024-05-01'>`, if it is there.
    fn type_arguments(&mut self) -> bool {
        let opening = self.here();
        if !self.take_if(TokenKind::Less) {
            return false;
        }
        let closing = (TokenKind::Greater, ">");
        self.elements(opening, closing, Separator::Comma, |cursor| cursor.any_type().map(drop));
        true
    }

    fn primary_type(&mut self) -> Parse<Type> {
        let kind = match self.kind() {
            TokenKind::Identifier => match self.token_text() {
                "null" => self.literal_type(LiteralType::Null),
                "true" | "false" => self.literal_type(LiteralType::Bool),
                _ => {
                    let name = self.name("a type")?;
                    if self.type_arguments() { TypeKind::Other } else { TypeKind::Name(name) }
                }
            },
            TokenKind::Integer => {
                self.number()?;
                TypeKind::Literal(LiteralType::Number)
            }
            TokenKind::StringComplete | TokenKind::StringLeft => {
                self.string()?;
                TypeKind::Literal(LiteralType::String)
            }
            TokenKind::LeftBrace => return self.object_type(),
            TokenKind::LeftBracket => return self.tuple_type(),
            TokenKind::LeftParenthesis => {
                self.take();
                let inner = self.any_type()?;
                self.expect(TokenKind::RightParenthesis, "`)`")?;
                return Ok(inner);
            }
            _ => return Err(self.expected("a type")),
        };
        self.type_of(kind, 0)
    }

    fn literal_type(&mut self, literal: LiteralType) -> TypeKind {
        self.take();
        TypeKind::Literal(literal)
    }

    fn object_type(&mut self) -> Parse<Type> {
        let opening = self.here();
        self.take();
        let mut properties = Vec::new();
        let mut below = 0;
        let closing = (TokenKind::RightBrace, "}");
        self.elements(opening, closing, Separator::CommaOrLine, |cursor| {
            cursor.decorators()?;
            let name = cursor.property_key()?;
            cursor.expect(TokenKind::Colon, "`:`")?;
            let value = cursor.any_type()?;
            below = below.max(value.height);
            properties.extend(name.map(|name| PropertyType { name, value }));
            Ok(())
        });
        self.type_of(TypeKind::Object(properties), below)
    }

    /// The key of a property of a type; `None` for `*`.
    fn property_key(&mut self) -> Parse<Option<Arc<str>>> {
        match self.kind() {
            TokenKind::Identifier => Ok(Some(self.name("the name of a property")?.text)),
            TokenKind::StringComplete | TokenKind::StringLeft => match self.string()?.kind {
                ExpressionKind::String(text) => Ok(Some(text)),
                _ => Ok(None),
            },
            TokenKind::Asterisk => {
                self.take();
                Ok(None)
            }
            _ => Err(self.expected("the name of a property or `*`")),
        }
    }

    fn tuple_type(&mut self) -> Parse<Type> {
        let opening = self.here();
        self.take();
        let closing = (TokenKind::RightBracket, "]");
        let mut below = 0;
        self.elements(opening, closing, Separator::CommaOrLine, |cursor| {
            cursor.decorators()?;
            below = below.max(cursor.any_type()?.height);
            Ok(())
        });
        self.type_of(TypeKind::Array, below)
    }
}
