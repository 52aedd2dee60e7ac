*** Settings ***
Library    RequestsLibrary

*** Variables ***
${URL}    http://localhost:8080

*** Test Cases ***
${{ values.name }} greets
    [Tags]    critical
    ${answer}=    GET    ${URL}/greetings/Ada
    Should Be Equal    ${answer.json()}[text]    Hello, Ada
