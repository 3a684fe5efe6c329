//! Declarations.

use nexthop_source::{Diagnostic, FileId, Span};

use super::{
    Block, Dialect, Expression, Function, Import, ImportedName, ImportedNames, Module, Name,
    Parameter, Resource, Statement,
    block::Content,
    cursor::{Broken, Cursor, Parse, read},
    object::Separator,
    token::TokenKind,
};

/// Reads a file.
pub(super) fn file(
    text: &str,
    file: FileId,
    dialect: Dialect,
) -> (Vec<Statement>, Vec<Diagnostic>) {
    read(text, file, dialect, statements)
}

fn statements(cursor: &mut Cursor<'_>) -> Vec<Statement> {
    let mut statements = Vec::new();
    loop {
        cursor.take_lines();
        if cursor.is(TokenKind::End) {
            return statements;
        }
        let before = cursor.token();
        match cursor.statement() {
            Ok(statement) => {
                statements.extend(statement);
                if !cursor.is(TokenKind::NewLine) && !cursor.is_abandoned() {
                    cursor.expected("the end of the line");
                }
            }
            // What begins a declaration would stop the skipping at once.
            Err(Broken) if cursor.token() == before => {
                cursor.take();
            }
            Err(Broken) => {}
        }
        cursor.skip_to(&[TokenKind::NewLine]);
    }
}

impl Cursor<'_> {
    /// A declaration; `None` for one of which nothing is kept.
    fn statement(&mut self) -> Parse<Option<Statement>> {
        self.decorators()?;
        let keyword = if self.is(TokenKind::Identifier) { self.token_text() } else { "" };
        let statement = match (self.dialect, keyword) {
            (_, "var") => self.variable()?,
            (_, "type") => self.type_declaration()?,
            (_, "import") => return self.import().map(Some),
            (_, "extension") | (Dialect::Template, "provider") => self.extension()?,
            (Dialect::Template, "param") => self.parameter()?,
            (Dialect::Template, "resource") => Statement::Resource(self.resource()?),
            (Dialect::Template, "module") => self.module()?,
            (Dialect::Template, "output") => self.output()?,
            (Dialect::Template, "func") => self.function()?,
            (Dialect::Template, "targetScope") => {
                self.take();
                Statement::TargetScope(self.assigned()?)
            }
            (Dialect::Template, "metadata" | "assert") => {
                self.take();
                self.name("a name")?;
                self.assigned()?;
                return Ok(None);
            }
            (Dialect::Template, "test") => return self.test().map(|()| None),
            (Dialect::Parameters, "param") => self.assignment()?,
            (Dialect::Parameters, "using") => self.using()?,
            (Dialect::Parameters, "extends") => {
                self.take();
                Statement::Extends { source: self.quoted("the path of a parameter file")? }
            }
            (Dialect::Parameters, "extensionConfig") => {
                self.take();
                self.name("the name of an extension")?;
                self.expect_keyword("with")?;
                self.object()?;
                return Ok(None);
            }
            (Dialect::Template, _) => return Err(self.expected("a declaration")),
            (Dialect::Parameters, _) => {
                return Err(self.expected("`using`, `param` or another declaration"));
            }
        };
        Ok(Some(statement))
    }

    /// `@name(…)`, each on a line of its own.
    pub(super) fn decorators(&mut self) -> Parse<()> {
        while self.take_if(TokenKind::At) {
            loop {
                let name = self.name("the name of a decorator")?;
                if self.is(TokenKind::LeftParenthesis) {
                    self.call(name)?;
                }
                if !self.take_if(TokenKind::Dot) {
                    break;
                }
            }
            self.expect(TokenKind::NewLine, "the end of the line")?;
            self.take_lines();
        }
        Ok(())
    }

    /// `= value`; a value that cannot be read is [`super::ExpressionKind::Invalid`].
    fn assigned(&mut self) -> Parse<Expression> {
        self.expect(TokenKind::Assign, "`=`")?;
        Ok(self.value_or_invalid(&[TokenKind::NewLine]))
    }

    fn quoted(&mut self, what: &str) -> Parse<Expression> {
        match self.kind() {
            TokenKind::StringComplete | TokenKind::StringLeft => self.string(),
            _ => Err(self.expected(what)),
        }
    }

    fn variable(&mut self) -> Parse<Statement> {
        self.take();
        let name = self.name("the name of the variable")?;
        if !matches!(self.kind(), TokenKind::Assign | TokenKind::NewLine | TokenKind::End) {
            self.declared_type(false)?;
        }
        Ok(Statement::Variable { name, value: self.assigned()? })
    }

    fn type_declaration(&mut self) -> Parse<Statement> {
        self.take();
        let name = self.name("the name of the type")?;
        self.expect(TokenKind::Assign, "`=`")?;
        Ok(Statement::Type { name, value: self.declared_type(false)? })
    }

    fn parameter(&mut self) -> Parse<Statement> {
        let start = self.here();
        self.take();
        let name = self.name("the name of the parameter")?;
        let value_type = self.declared_type(false);
        if value_type.is_err() {
            self.skip_to(&[TokenKind::Assign, TokenKind::NewLine]);
        }
        let header = self.span_from(start);
        let value = if self.is(TokenKind::Assign) { Some(self.assigned()?) } else { None };
        let value_type = value_type.ok();
        Ok(Statement::Parameter(Parameter { name, value_type, value, header }))
    }

    /// `param name = value`, in a parameter file.
    fn assignment(&mut self) -> Parse<Statement> {
        let start = self.here();
        self.take();
        let name = self.name("the name of the parameter")?;
        let header = self.span_from(start);
        let value = Some(self.assigned()?);
        Ok(Statement::Parameter(Parameter { name, value_type: None, value, header }))
    }

    fn output(&mut self) -> Parse<Statement> {
        let start = self.here();
        self.take();
        let name = self.name("the name of the output")?;
        if self.declared_type(true).is_err() {
            self.skip_to(&[TokenKind::Assign, TokenKind::NewLine]);
        }
        let header = self.span_from(start);
        Ok(Statement::Output { name, value: self.assigned()?, header })
    }

    fn function(&mut self) -> Parse<Statement> {
        let start = self.here();
        self.take();
        let name = self.name("the name of the function")?;
        let opening = self.here();
        self.expect(TokenKind::LeftParenthesis, "`(`")?;
        let mut parameters = Vec::new();
        let closing = (TokenKind::RightParenthesis, ")");
        self.elements(opening, closing, Separator::Comma, |cursor| {
            parameters.push(cursor.name("the name of a parameter")?);
            cursor.declared_type(false).map(drop)
        });
        self.declared_type(false)?;
        let header = self.span_from(start);
        let body = self.body_behind_arrow()?;
        Ok(Statement::Function(Function { name, parameters, body, header }))
    }

    pub(super) fn resource(&mut self) -> Parse<Resource> {
        let start = self.here();
        self.expect_keyword("resource")?;
        let symbol = self.name("the name of the resource")?;
        let declared_type = self.quoted("the type of the resource")?;
        let header = self.span_from(start);
        let existing = self.take_keyword("existing");
        let body = self.assigned_block(Content::Resource, header);
        Ok(Resource { symbol, declared_type, existing, body, header })
    }

    /// `= body`
    fn assigned_block(&mut self, content: Content, header: Span) -> Block {
        if self.expect(TokenKind::Assign, "`=`").is_ok() {
            return self.block(content);
        }
        self.skip_to(&[TokenKind::NewLine]);
        self.empty_block(header)
    }

    fn module(&mut self) -> Parse<Statement> {
        let start = self.here();
        self.take();
        let symbol = self.name("the name of the module")?;
        let path = self.quoted("the path of the module")?;
        let header = self.span_from(start);
        let body = self.assigned_block(Content::Module, header);
        Ok(Statement::Module(Module { symbol, path, body, header }))
    }

    fn test(&mut self) -> Parse<()> {
        self.take();
        self.name("the name of the test")?;
        self.quoted("the path of the test")?;
        self.expect(TokenKind::Assign, "`=`")?;
        self.object().map(drop)
    }

    /// `import … from '…'`, or `import '…'`, as extensions were once written.
    fn import(&mut self) -> Parse<Statement> {
        if matches!(self.second().kind, TokenKind::StringComplete | TokenKind::StringLeft) {
            return self.extension();
        }
        self.take();
        let names = if self.take_if(TokenKind::Asterisk) {
            self.expect_keyword("as")?;
            ImportedNames::All { alias: self.name("a name")? }
        } else {
            let opening = self.here();
            self.expect(TokenKind::LeftBrace, "`{` or `*`")?;
            let mut names = Vec::new();
            let closing = (TokenKind::RightBrace, "}");
            self.elements(opening, closing, Separator::CommaOrLine, |cursor| {
                names.push(cursor.imported_name()?);
                Ok(())
            });
            ImportedNames::Listed(names)
        };
        self.expect_keyword("from")?;
        let source = self.quoted("the path of a file")?;
        Ok(Statement::Import(Import { source, names }))
    }

    /// `name`, `name as alias`, `'any-name' as alias`
    fn imported_name(&mut self) -> Parse<ImportedName> {
        if !self.is(TokenKind::StringComplete) {
            let name = self.name("the name of what is imported")?;
            let alias = if self.take_keyword("as") { self.name("a name")? } else { name.clone() };
            return Ok(ImportedName { name, alias });
        }
        let quoted = self.string()?;
        self.expect_keyword("as")?;
        let alias = self.name("a name")?;
        let super::ExpressionKind::String(text) = quoted.kind else { return Err(Broken) };
        Ok(ImportedName { name: Name { text, span: quoted.span }, alias })
    }

    /// `extension name with {…} as alias`
    fn extension(&mut self) -> Parse<Statement> {
        self.take();
        let mut alias = None;
        if self.is(TokenKind::Identifier) {
            alias = Some(self.name("the name of an extension")?);
        } else {
            self.quoted("the name of an extension")?;
        }
        if self.take_keyword("with") {
            self.object()?;
        }
        if self.take_keyword("as") {
            alias = Some(self.name("a name")?);
        }
        Ok(Statement::Extension { alias })
    }

    /// `using 'main.bicep' with {…}`, `using none`
    fn using(&mut self) -> Parse<Statement> {
        self.take();
        let source = if self.take_keyword("none") {
            None
        } else {
            Some(self.quoted("the path of a Bicep file, or `none`")?)
        };
        if self.take_keyword("with") {
            self.object()?;
        }
        Ok(Statement::Using { source })
    }
}
