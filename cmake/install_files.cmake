# What is installed beside the program: rules, replies and settings, documents, the two units, the man pages.
install(DIRECTORY config/rules config/replies config/schema DESTINATION ${CMAKE_INSTALL_DATADIR}/ajar
        FILES_MATCHING PATTERN "*.yaml" PATTERN "*.json")
install(FILES README.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR}/docs FILES_MATCHING PATTERN "*.md" PATTERN "man" EXCLUDE)
install(FILES config/providers.yaml DESTINATION ${CMAKE_INSTALL_DATADIR}/ajar)

# The installed example names the installed schema, so that an editor finds it from a copy in ~/.config/ajar.
file(READ config/ajar.yaml example)
string(REPLACE "$schema=schema/" "$schema=${CMAKE_INSTALL_FULL_DATADIR}/ajar/schema/" example "${example}")
file(CONFIGURE OUTPUT generated/ajar.yaml CONTENT "${example}" @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/generated/ajar.yaml DESTINATION ${CMAKE_INSTALL_DATADIR}/ajar)

foreach(kind user system)
  configure_file(systemd/${kind}/ajar.service generated/systemd/${kind}/ajar.service @ONLY)
  install(FILES ${CMAKE_BINARY_DIR}/generated/systemd/${kind}/ajar.service DESTINATION lib/systemd/${kind})
endforeach()

find_program(SCDOC scdoc)
if(SCDOC)
  foreach(page ajar.1 ajar.yaml.5)
    string(REGEX MATCH "[0-9]$" section ${page})
    add_custom_command(
      OUTPUT ${CMAKE_BINARY_DIR}/man/${page}
      COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/man
      COMMAND sh -c "exec '${SCDOC}' < '${CMAKE_SOURCE_DIR}/docs/man/${page}.scd' > '${CMAKE_BINARY_DIR}/man/${page}'"
      DEPENDS docs/man/${page}.scd VERBATIM)
    list(APPEND man_pages ${CMAKE_BINARY_DIR}/man/${page})
    install(FILES ${CMAKE_BINARY_DIR}/man/${page} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
  endforeach()
  add_custom_target(man ALL DEPENDS ${man_pages})
endif()
